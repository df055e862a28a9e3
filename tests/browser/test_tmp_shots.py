import os, re
from datetime import date, timedelta, datetime, UTC
import pytest
from axe_playwright_python.sync_playwright import Axe
from lms.services.jobs import work
from lms.domain.policy import Actor
from lms.services.log_hours import log_hours
from lms.services.practice_entry import PracticeEntry
from lms.services.ask_for_signature import ask_for_signature

def shots(page, url, name, full=True):
    out=[]
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        if url: page.goto(url)
        page.screenshot(path=f"/tmp/shots/{name}-{width}.png", full_page=full)
    r=Axe().run(page)
    if r.violations_count:
        print(name, [ (v["id"], v["nodes"][0]["html"][:150]) for v in r.response["violations"]])
    w=page.evaluate("document.documentElement.scrollWidth")
    if w>400: print(name,"overflows",w)

def test_shots(page, live_site, clock, sent):
    errors=[]
    page.on("console", lambda m: errors.append(m.text))
    page.on("pageerror", lambda m: errors.append(str(m)))
    w=live_site.world; site=w.site
    site_today=site.today()
    from lms.curriculum.files import read_files
    for c in ("foundation","family-therapy","leadership"):
        found=next(p for p in site.registry.curricula if p.name==c)
        w.publish({k:v for k,v in read_files(found).items() if not k.startswith("cases")})
    amara=w.person("amara"); jo=w.person("jo-supervisor"); tutor=w.person("tutor-tess", role="tutor")
    w.employment(amara,"medway")
    started=site_today-timedelta(days=120)
    e=w.enrolment(amara,"family-therapy",cohort="ft-2025",on=started)
    f=w.enrolment(amara,"foundation",on=started)
    w.record(amara,"agency-form",started,enrolment=e,employer="medway",supervisor=jo,roles=("agency-supervisor",))
    me=Actor(amara)
    for n in range(16):
        log_hours(site,me,e,PracticeEntry(on=started+timedelta(days=n*5),category="agency",start="10:00",end="11:30",family=f"F{n%3+1}",note="A home visit with both parents." if n%3==0 else "", direct=None))
    for n in range(3):
        log_hours(site,me,e,PracticeEntry(on=started+timedelta(days=n*7),category="supervision-received",start="14:00",end="15:00"))
    log_hours(site,me,e,PracticeEntry(on=started+timedelta(days=3),category="study",minutes=600))
    hours=site.about_me(amara).of("hours")
    for r in hours[:9]: w.record(amara,"signature",r.on+timedelta(days=2),enrolment=e,by=Actor("signer:"+jo),entry=r.id,signer=jo,role="agency-supervisor")
    w.record(amara,"signature",hours[9].on,enrolment=e,by=Actor("signer:"+jo),entry=hours[9].id,signer=jo,role="agency-supervisor",decision="declined")
    for d in range(1,5): w.record(amara,"attendance",started+timedelta(days=d*20),enrolment=e,register="taught",stage="family-therapy/year-2",day=d,present=d!=3)
    w.record(amara,"entry-check",started,enrolment=e,requirement="y2.entry.setting",outcome="accepted")
    live_site.sign_in(page, amara)
    u=live_site.url
    pages={"start":"/","index":"/learning/","programme":f"/learning/{e}/","modules":f"/learning/{e}/modules/","module":f"/learning/{e}/modules/y2.m02","logs":f"/learning/{e}/logs/","log":f"/learning/{e}/logs/y2.log.hypothesis/","assessments":f"/learning/{e}/assessments/","assessment":f"/learning/{e}/assessments/y2.a3","work":f"/learning/{e}/assessments/y2.a3/write","hours":f"/learning/{e}/hours","entry":f"/learning/{e}/hours/new","req":f"/learning/{e}/requirements/y2.practice","req2":f"/learning/{e}/requirements/y2.rlog","decl":f"/learning/{f}/declarations/fnd.ethics-code","check":"/learning/receipts/check","consent":f"/learning/{e}/record/consent","closed":"/sign/abc"}
    only=os.environ.get("ONLY")
    for name,path in pages.items():
        if only and name not in only.split(","): continue
        shots(page,u+path,name)
    if not only or "flow" in only:
        page.set_viewport_size({"width":1280,"height":900})
        page.goto(u+f"/learning/{e}/logs/")
        page.get_by_role("link").filter(has_text=re.compile("ypothes")).first.click()
        boxes=page.locator("textarea")
        boxes.nth(0).fill("I met the family at 14 High Street, ME4 4TR; the mother was born on 3 March 1985. Tutor Tess came too. "*2)
        boxes.nth(1).fill("Second part of my thinking about hypotheses. "*40)
        page.wait_for_timeout(2500)
        print("status:", page.locator("[data-autosave-status]").inner_text())
        shots(page,None,"log-typed")
        page.set_viewport_size({"width":1280,"height":900})
        page.get_by_role("button", name="Save and check").click()
        shots(page,None,"log-check")
        page.get_by_role("button", name="Hand it in").click()
        shots(page,None,"log-check-error")
        for box in page.get_by_role("checkbox").all(): box.check()
        page.get_by_role("button", name="Hand it in").click()
        shots(page,None,"receipt")
        page.get_by_role("link", name="read it again").click()
        shots(page,None,"written")
        # overlap
        page.goto(u+f"/learning/{e}/hours/new?category=agency")
        last=hours[0]
        for n,v in zip(("day","month","year"),(last.on.day,last.on.month,last.on.year)): page.locator(f"#on-{n}").fill(str(v))
        page.get_by_label("From").fill("11am"); page.get_by_label("To",exact=True).fill("12:00")
        page.get_by_role("button", name="Keep this entry").click()
        shots(page,None,"overlap")
        page.get_by_label("From").fill("25:00")
        page.locator("#on-year").fill("")
        page.get_by_role("button", name="Keep this entry").click()
        shots(page,None,"entry-error")
        asked=ask_for_signature(site,me,e,jo)
        site.session().rollback()
        print("jobs", work(site))
        print(sent[-1].body, sent[-1].to)
        link=re.search(r"/sign/\S+", sent[-1].body)[0]
        page.goto(u+"/sign-out") if False else page.context.clear_cookies()
        shots(page,u+link,"sign")
        page.get_by_role("button",name="Sign what").first.click()
        shots(page,None,"sign-error")
        page.get_by_role("checkbox").first.check()
        page.get_by_label("I am Amara").first.check()
        page.get_by_role("button",name="Sign what").first.click()
        shots(page,None,"signed")
        page.get_by_role("link",name="Decline").first.click()
        shots(page,None,"decline")
        page.get_by_role("button",name="Decline as").click()
        shots(page,None,"decline-error")
    print("console:",[x for x in errors])
