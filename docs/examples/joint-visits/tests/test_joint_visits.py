"""Joint visits with the test kit that comes with Cadre: a site of the test's own, in a line each."""

from datetime import date


def test_a_second_visit_with_the_same_agency_does_not_count(world, curriculum, site, client_for):
    curriculum("joint-practice")
    amara = world.person("amara")
    enrolment = world.enrolment(amara, "joint-practice")
    for day in (date(2026, 2, 10), date(2026, 2, 17)):
        world.record(amara, "joint-visit", day, enrolment=enrolment, agency="school")
    page = client_for(amara).get(f"/learning/{enrolment}/requirements/jv.visits").text
    assert "1 of 2 different agencies visited." in page
    assert "You had been with school before" in page


def test_the_pages_are_drawn(world, curriculum, client_for):
    curriculum("joint-practice")
    amara = world.person("amara")
    enrolment = world.enrolment(amara, "joint-practice", cohort="spring")
    assert "housing" in client_for(amara).get("/programmes/joint-practice/pages/agencies").text
    assert (
        "Not yet: <strong>health</strong>" in client_for(amara).get(f"/learning/{enrolment}/").text
    )
    lead = client_for(world.person(role="programme-lead"))
    assert "With which agencies" in lead.get("/programmes/joint-practice/reports/joint-visits").text
