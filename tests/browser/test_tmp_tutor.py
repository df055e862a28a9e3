import os
from datetime import date, timedelta
import pytest
from axe_playwright_python.sync_playwright import Axe
from lms.domain.policy import Actor
from lms.services.hand_in import HandedIn, hand_in
from lms.services.pieces import Written
from lms.services.see_register import Day
from lms.services.take_register import Present, take_register
from lms.services.draft_curriculum import save_draft

OUT="/tmp/tutorshots"
os.makedirs(OUT, exist_ok=True)
def shots(page, url, name):
    for width in (1280, 400):
        page.set_viewport_size({"width": width, "height": 900})
        if url: page.goto(url)
        page.screenshot(path=f"{OUT}/{name}-{width}.png", full_page=True)
        r=Axe().run(page)
        if r.violations_count:
            print(name, width, [ (v["id"], v["nodes"][0]["html"][:200]) for v in r.response["violations"]])
        w=page.evaluate("document.documentElement.scrollWidth")
        if w>width: print(name,width,"overflows",w)

def test_shots(page, live_site, clock):
    errors=[]
    page.on("console", lambda m: errors.append(m.text)); page.on("pageerror", lambda m: errors.append(str(m)))
    page.on("response", lambda r: errors.append(f"{r.status} {r.url}") if r.status>=500 else None)
    w=live_site.world; site=w.site
    from lms.curriculum.files import read_files
    for c in ("foundation","family-therapy"):
        found=next(p for p in site.registry.curricula if p.name==c)
        w.publish({k:v for k,v in read_files(found).items() if not k.startswith("cases")})
    tess=w.person("tess-tutor", role="tutor")
    site_today=site.today()
    es={}
    for n in ("amara-osei","ben-whitlock","chloe-tan","daniyal-shah","esther-lowe"):
        w.person(n); w.employment(n,"medway"); es[n]=w.enrolment(n,"foundation","fnd-2026",date(2025,10,1))
    e2=w.enrolment("amara-osei","family-therapy","ft-2026",date(2025,10,1))
    jo=w.person("jo-marsh")
    tutor=site.actor(tess)
    for d in range(1,4):
        take_register(site,tutor,Day("fnd-2026","foundation",d),date(2025,10,1)+timedelta(days=14*d),[Present(n,True,not (d==2 and n.startswith('ben'))) for n in es])
    fnd=[p for p in [__import__('lms.services.programmes',fromlist=['load']).load(site,'foundation','2026.1')]][0]
    template=fnd.stages[0].logs[0]
    def log(n):
        t={p.id: ("The family I visited had been through a change of school, and the conversation kept returning to the eldest.\n\nI noticed that I was leaning towards the mother. "*3) for p in template.prompts}
        return hand_in(site,Actor(n),es[n],"log",template.id,HandedIn(written=Written(t),statement=True)).record
    first=log("amara-osei"); clock.forward(days=3); second=log("amara-osei"); log("ben-whitlock")
    case=next(a for a in fnd.stages[0].assessments if a.marking=="mark")
    work=hand_in(site,Actor("amara-osei"),es["amara-osei"],"submission",case.id,HandedIn(written=Written({"text":"A long piece of work about a family.\n\n"*200},"F1"),statement=True)).record
    ft=__import__('lms.services.programmes',fromlist=['load']).load(site,'family-therapy','2026.1')
    own=hand_in(site,Actor("amara-osei"),e2,"submission","y2.a1",HandedIn(written=Written({"text":"My own family and theirs.\n\n"*100},"F1"),statement=True)).record
    w.record("amara-osei","agency-form",date(2025,10,1),until=date(2026,1,31),enrolment=e2,employer="medway",supervisor=jo,roles=("agency-supervisor",))
    for d in (5,12,19):
        h=w.record("amara-osei","hours",date(2026,1,d),enrolment=e2,category="agency",minutes=90,start="10:00",end="11:30")
        if d==5: w.record("amara-osei","signature",date(2026,2,10),enrolment=e2,entry=h.id,signer=jo,role="agency-supervisor")
    save_draft(site,tutor,"foundation","foundation/modules/"+sorted(p for p in __import__('lms.store.programmes',fromlist=['x']).files_of(site.session(),'foundation','2026.1') if 'modules' in p)[0].split('/')[-1],__import__('lms.store.programmes',fromlist=['x']).files_of(site.session(),'foundation','2026.1')[sorted(p for p in __import__('lms.store.programmes',fromlist=['x']).files_of(site.session(),'foundation','2026.1') if 'modules' in p)[0]].replace("| 20 |","| 25 |",1),0)
    site.session().rollback()
    live_site.sign_in(page, tess)
    u=live_site.url
    mod=sorted(p for p in __import__('lms.store.programmes',fromlist=['x']).files_of(site.session(),'foundation','2026.1') if 'modules' in p)[0]
    pages={"start":"/","queue":"/teaching/","queue-log":"/teaching/?kind=log","log":f"/teaching/logs/{second}","cohort":"/teaching/cohorts/fnd-2026","register":"/teaching/cohorts/fnd-2026/register/foundation/2","register-new":"/teaching/cohorts/fnd-2026/register/foundation/5","learner":"/teaching/learners/amara-osei","agency":"/teaching/learners/amara-osei/agency-form","marking":"/marking/","work":f"/marking/{work}","own":f"/marking/{own}","curricula":"/curricula/","programme":"/curricula/foundation/","file":f"/curricula/foundation/files/{mod}","changes":f"/curricula/foundation/changes/{mod}","new":"/curricula/foundation/new","publish":"/curricula/foundation/publish","version":"/curricula/foundation/versions/2026.1/","version-file":f"/curricula/foundation/versions/2026.1/files/{mod}","missing":"/teaching/learners/nobody"}
    only=os.environ.get("ONLY")
    for name,path in pages.items():
        if only and name not in only.split(","): continue
        shots(page,u+path,name)
    if not only or "flow" in only:
        page.set_viewport_size({"width":1280,"height":900})
        page.goto(u+f"/teaching/logs/{first}")
        page.get_by_label("Return").check(); page.get_by_role("button",name="Send your answer").click(); shots(page,None,"log-error")
        page.goto(u+"/teaching/learners/amara-osei/agency-form"); 
        page.get_by_label("Somebody else").check() if page.get_by_label("Somebody else").count() else None
        page.get_by_role("button",name="Accept the form").click(); shots(page,None,"agency-error")
        page.goto(u+f"/marking/{work}"); page.get_by_role("button",name="Record the marking").click(); shots(page,None,"work-error")
        page.goto(u+"/teaching/learners/amara-osei")
        page.get_by_role("link",name="countersign").first.click(); shots(page,None,"countersign")
        page.goto(u+"/teaching/learners/amara-osei")
        page.get_by_role("link",name="Grant catch-up").first.click(); shots(page,None,"catchup")
        page.goto(u+"/teaching/learners/amara-osei")
        if page.get_by_role("link",name="Record a report").count():
            page.get_by_role("link",name="Record a report").first.click(); shots(page,None,"report")
        page.goto(u+"/curricula/foundation/new"); page.get_by_role("button",name="Begin").click(); shots(page,None,"new-error")
    print("console:",errors)
