"""L-16 to L-27 of the seed that labs follow: the trial, what comes out of it, its three examples, and how the house is reached."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import db, end_reading, now, value, writing
from clustercourse.house import use_house
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import link_cohort, unlink_cohort
from clustercourse.labs.queries.homework import day_of
from clustercourse.models.cohorts import Cohort
from clustercourse.models.labs import Lab, LabLink
from clustercourse.models.training_sessions import TrainingSession
from config import settings_from
from tests import make
from tests.labs.house import furnished, ready, running, selected, unsigned
from tests.labs.reading import at, facts_on, heard, heard_in, missing_on
from tests.labs.results import product_made, with_results
from tests.labs.tested import GOOD, WALL, said
from tests.page import Browser


def test_l16_the_trial_has_one_workshop_or_several(app: Flask, browser: Browser) -> None:
    """They are sessions of the lab’s group; without any the trial does not begin."""
    house = furnished()
    ready(house)
    with writing() as session:
        session.execute(update(TrainingSession).values(cancelled_at=now()))
    browser.sign_in(house.finn)
    assert missing_on(browser.visit(at(house, "steps/running"))) == ["Its group has no workshop planned yet."]
    group = value(select(Lab.cohort_id))
    end_reading()
    workshops = ["First workshop", "Second workshop", "Third workshop"]
    make.session(group, now() + timedelta(days=20), title=workshops[0])
    browser.send(at(house, "steps/running"))
    assert house.state() == "running"
    end_reading()
    for number, title in enumerate(workshops[1:], 2):
        make.session(group, now() + timedelta(days=20 * number), title=title)
    [address] = [link for link in browser.visit(at(house)).links() if link.startswith("/cohorts/which-crm")]
    planned = [heard(item) for item in browser.visit(address).tree.xpath("//li[@class='timeline-item']")]
    assert [title in item for title, item in zip(workshops, planned, strict=True)] == [True] * 3


def test_l17_homework_is_set_to_all_and_a_lab_may_do_without(app: Flask, browser: Browser) -> None:
    """Each task has a day, each organisation its own report; a lab with none comes to its verdict as well."""
    house = furnished()
    testers = running(house)
    browser.sign_in(house.finn)
    assert "A lab may do without." in browser.visit(at(house, "homework/")).text
    due = day_of(house.lab) + timedelta(days=9)
    end_reading()
    page = browser.send(at(house, "homework/new"), title="Register ten contacts", text="As in the workshop.", due_on=due.isoformat())
    assert page.texts("td") == [f"Not due yet: report for Cluster {name}" for name in "AB"]
    browser.sign_in(house.cast.ben).send(at(house, f"homework/1/reports/{testers[1]}/edit"), text="We registered eight.")
    page = browser.sign_in(house.finn).visit(at(house, "homework/"))
    assert page.texts("td") == ["Not due yet: report for Cluster A", "Reported: Cluster B"]
    assert str(due.day) in heard_in(page, "tasks").partition("due ")[2].split()


def test_l17_without_homework_a_lab_comes_to_its_end(app: Flask, browser: Browser) -> None:
    """In most cases there is homework, not in all."""
    house = furnished()
    with_results(house, 1)
    assert house.state() == "tested"
    assert "No homework" in browser.sign_in(house.cast.ada).visit(at(house, "homework/")).text


def test_l18_a_master_class_may_come_with_it_and_need_not(app: Flask, browser: Browser) -> None:
    """Beside a workshop it is enough; a Master Class can be linked as well and stands on the page with its dates."""
    house = furnished()
    unsigned(house)
    with writing():
        unlink_cohort(db.session.scalars(select(LabLink.id)).one(), by=house.finn)
        link_cohort(house.lab, make.cohort("Spring workshop", kind="workshop"), "together", by=house.finn)
        master = make.cohort("Master Class Lemvig", dates_in_words="early autumn 2027")
    page = browser.sign_in(house.finn).visit(at(house))
    assert ("planned together" in " ".join(missing_on(page)), "Master Class" in heard_in(page, "people")) == (False, False)
    browser.send(at(house, "companions/"), cohort=str(master), relation="together")
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert "Planned together with it Master Class Lemvig early autumn 2027" in heard_in(page, "people")


def test_l19_the_facilitator_ensures_five_frames(app: Flask, browser: Browser) -> None:
    """Place, equipment, agenda, rules and roles; with one open the lab does not become ready."""
    house = furnished()
    unsigned(house)
    missing = "The facilitator’s list of frames is not complete."
    page = browser.sign_in(house.finn).visit(at(house, "frames"))
    assert page.texts("legend") == ["Venue", "Equipment", "Agenda of the workshops", "Rules of working together", "Roles"]
    for frame in ("venue", "equipment", "agenda", "rules", "roles"):
        browser.send(at(house, "frames"), **{frame: ""})
        assert missing in missing_on(browser.visit(at(house))), frame
        browser.send(at(house, "frames"), **{frame: "yes", f"note-{frame}": f"Note on {frame}"})
        assert missing not in missing_on(browser.visit(at(house))), frame
    notes = [field.get("value") for field in browser.visit(at(house, "frames")).tree.xpath("//input[starts-with(@name, 'note-')]")]
    assert notes == [f"Note on {frame}" for frame in ("venue", "equipment", "agenda", "rules", "roles")]
    browser.sign_in(house.cast.ada).visit(at(house, "frames"), status=404)


def test_l20_what_is_tested_is_selected_in_a_dialogue_of_three_bodies(app: Flask, browser: Browser) -> None:
    """Proposal, what each body says, the decision with its reason: who said what and who decided stays to be read."""
    house = furnished()
    browser.sign_in(house.finn).send(at(house, "steps/in-dialogue"))
    speaks = ((house.cast.ben, "against", "We have a system."), (house.iris, "for", "It fits the plan."))
    for person, vote, text in speaks:
        browser.sign_in(person).send(at(house, "dialogue/"), vote=vote, text=text)
    decision = at(house, "steps/selected")
    page = browser.sign_in(house.finn).send(decision, reason="Two of three say yes.")
    assert (page.status, house.state()) == (422, "in-dialogue")
    assert "Not heard yet: Steering group" in page.text
    browser.sign_in(house.stig).send(at(house, "dialogue/"), vote="changed", text="Test two systems.")
    browser.sign_in(house.finn).send(decision, reason="Two systems, as the steering group says.")
    page = browser.sign_in(house.cast.ada).visit(at(house, "dialogue/"))
    voices = [heard(item) for item in page.tree.xpath("//ol[starts-with(@class, 'lab-voices')]/li")]
    told = (
        "Test it, but changed Test two systems. Stig Bro, Steering group, ",
        "Test it It fits the plan. Iris Vang, Advisory Board, ",
        "Do not test it We have a system. Ben Berg, Cluster B, ",
    )
    assert [voice.startswith(words) for voice, words in zip(voices, told, strict=True)] == [True] * 3
    way = heard_in(browser.sign_in(house.cast.eve).visit(at(house)), "way")
    assert "Finn Holt Two systems, as the steering group says." in way
    assert way.endswith("Ada Holm")


def test_l21_a_result_says_what_worked_and_what_did_not(app: Flask, browser: Browser) -> None:
    """Verdict, experience and conditions; a result that says no is shown to everybody like one that says yes."""
    house = furnished()
    testers = running(house)
    for person, tester in zip((house.cast.ada, house.cast.ben), testers, strict=True):
        report = {"done": "We registered twelve.", "verdict": "did-not", "has_met": "no", "did_not": "Nobody had time."}
        browser.sign_in(person).send(at(house, f"trials/{tester}/edit"), **report)
    browser.sign_in(house.finn)
    page = browser.send(at(house, "verdict"), worked="It was quick to set up.", did_not="")
    assert (page.status, page.errors) == (422, ["Error: Say it in a sentence, or write that there was nothing."])
    words = {"worked": "It was quick to set up.", "did_not": "Nobody kept it up.", "conditions": "Offices of two."}
    browser.send(at(house, "verdict"), **words)
    browser.send(at(house, "steps/tested"))
    browser.sign_in(house.cast.eve)
    shown = heard_in(browser.visit(at(house)), "verdict")
    assert shown.startswith("Verdict Not supported 2 of 2 reported, 0 succeeded, threshold 60%")
    assert "What worked It was quick to set up. What did not work Nobody kept it up." in shown
    assert "Under these conditions: Offices of two." in shown
    assert "Not supported" in heard_in(browser.visit("/labs/"), "done")


def test_l22_the_product_is_of_four_kinds_and_has_versions_to_keep(app: Flask, browser: Browser) -> None:
    """Handbook, training course, adapted method, or something else; every version stays, also as a file."""
    house = furnished()
    with_results(house)
    edit, publish = at(house, "product/edit"), at(house, "product/publication")
    kinds = browser.sign_in(house.finn).visit(edit).tree.xpath("//select[@name='kind']/option")
    assert [heard(kind) for kind in kinds] == ["Handbook", "Training course", "Adapted and described method", "Something else"]
    for text in ("The first way to begin.", "The second way to begin."):
        browser.send(edit, title="How to begin", kind="adapted-method", source=f"# Begin\n\n{text}", licence="cc-by-4.0")
        browser.send(at(house, "product/"), publish)
    browser.sign_in(house.cast.eve)
    page = browser.visit(at(house))
    assert "How to begin Adapted and described method · Version 2," in heard_in(page, "product")
    earlier = browser.visit(at(house, "product/1/"))
    assert ("The first way to begin." in earlier.text, "There is a newer version" in earlier.text) == (True, True)
    assert "The second way to begin." in browser.get(at(house, "product/2/files/html")).get_data(as_text=True)


def test_l23_what_changed_and_what_is_usable_is_there_for_everybody(app: Flask, browser: Browser) -> None:
    """Each organisation says what changed with it; the catalogue of tested tools is read without an account."""
    house = furnished()
    [tester] = running(house, 1)
    report = {"done": "We registered 210.", "verdict": "partly", "has_met": "no", "changed": "We meet on Mondays.", "shared_with": "public"}
    browser.sign_in(house.cast.ada).send(at(house, f"trials/{tester}/edit"), **report)
    browser.sign_in(house.finn).send(at(house, "verdict"), worked="Search by name.", did_not="Import of notes.")
    browser.send(at(house, "steps/tested"))
    browser.send(at(house, "product/edit"), source="# What changed\n\n{{changed}}", licence="cc-by-4.0")
    browser.send(at(house, "product/"), at(house, "product/publication"))
    method = {"name": "System B", "theme": "Digital tools", "summary": "A system.", "result": "not-usable", "why": "Nobody kept it up."}
    browser.send(at(house, "methods/"), **method)
    said(house, WALL, GOOD)
    outside: Browser = app.test_client()  # type: ignore[assignment]
    assert "We meet on Mondays. Cluster A" in heard(outside.visit(at(house, "product/1/")).tree)
    found = {name: outside.visit(f"/methods/?result={name}").texts("h2", "card-title") for name in ("usable", "not-usable")}
    assert found == {"usable": ["Kørselsvæg"], "not-usable": ["System B"]}


def test_l24_eighteen_look_for_a_system_over_two_seasons_and_seven_places_follow(app: Flask, browser: Browser) -> None:
    """The follow-up course is opened from the lab. Nobody says that the seven are among the eighteen, and no share is made of them."""
    house = furnished()
    browser.sign_in(house.cast.ada).send(at(house, "edit"), title="Which CRM system?", timing="autumn 2014 and spring 2015")
    with_results(house, 18)
    product_made(house)
    day = day_of(house.lab).isoformat()
    end_reading()
    browser.sign_in(house.finn).send(at(house, "disseminations/"), channel="website", title="What 18 found", on_day=day)
    browser.send(at(house, "steps/disseminated"))
    assert missing_on(browser.visit(at(house))) == ["No cohort that follows it up is linked yet."]
    browser.send(at(house, "companions/new"), title="Course on performance accounts", kind="open-training")
    browser.send(at(house, "steps/followed-up"))
    course = value(select(LabLink.cohort_id).where(LabLink.relation == "after"))
    end_reading()
    with writing() as session:
        session.execute(update(Cohort).where(Cohort.id == course).values(state="published", admission="open"))
        for number in range(7):
            make.seat(course, make.person(f"Person {number}"))
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert facts_on(page)["Wished timing"] == "autumn 2014 and spring 2015"
    assert "18 organisations tested" in heard_in(page, "people")
    assert heard_in(page, "after") == (
        "What followed The lab 18 organisations began the trial. Course on performance accounts 7 places are taken. "
        "These are counts of different things: organisations here, people’s places there. Whoever takes a place need not come from the lab."
    )
    assert [share for share in ("39%", "38.9%") if share in page.text] == []


def test_l25_a_lab_that_begins_with_the_need_of_one_cluster_is_shown_as_planned(app: Flask, browser: Browser) -> None:
    """Internationalisation, asked by one cluster; from its selection until its trial begins everybody reads that it is planned."""
    house = furnished()
    browser.sign_in(house.cast.ada).send(at(house, "edit"), title="Methods for work abroad", theme="Internationalisation", scale="1")
    selected(house)
    page = browser.sign_in(house.cast.eve).visit("/labs/")
    assert heard_in(page, "planned") == "Planned Methods for work abroad Planned: Selected Internationalisation · asked by Cluster A"
    assert heard_in(page, "going") == ""
    page = browser.visit(at(house))
    assert ("Planned: Selected" in page.text, facts_on(page)["To be tried by"]) == (True, "1 organisation")


def test_l26_a_workshop_leads_to_a_lab_whose_question_a_region_owns(app: Flask, browser: Browser) -> None:
    """The workshop stands on the lab’s page as what led to it, and is not taken for the one that the lab is planned with."""
    house = furnished()
    with writing():
        lab = db.session.get_one(Lab, house.lab)
        lab.organisation_id, lab.asker = make.organisation("Region Midtjylland", kind="region"), "region"
        lab.title, lab.theme = "Which way to knowledge of circular economy?", "Circular economy"
    selected(house)
    with writing():
        workshop = make.cohort("Workshop on circular economy", kind="workshop")
        step_lab(house.lab, "scoping", by=house.finn)
    browser.sign_in(house.finn).send(at(house, "companions/"), cohort=str(workshop), relation="before")
    assert "It is not planned together with a workshop or a Master Class." in missing_on(browser.visit(at(house)))
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert page.texts("p", "lead") == ["Circular economy · asked by Region Midtjylland"]
    assert facts_on(page)["Who has it"] == "A region or business centre that owns the question"
    assert "Led to it Workshop on circular economy" in heard_in(page, "people")


def test_l27_the_house_has_several_places_and_a_mailbox_that_a_role_reads(app: Flask, browser: Browser) -> None:
    """Two addresses and one general mailbox, found from every page."""
    given = {
        "CC_ENV": "test",
        "HOUSE_PLACES": "Lemvig: Havnen 1, 7620 Lemvig; Copenhagen K: Torvet 5, 1000 Copenhagen K",
        "HOUSE_MAILBOXES": "Questions: info@example.com",
    }
    said_of = settings_from(given)
    use_house(replace(app.extensions["settings"], places=said_of.places, mailboxes=said_of.mailboxes))
    assert "/contact" in browser.visit("/labs/").links()
    page = browser.visit("/contact")
    assert heard_in(page, "places") == "Where we are Lemvig Havnen 1 7620 Lemvig Copenhagen K Torvet 5 1000 Copenhagen K"
    assert heard_in(page, "write") == "Write to us Questions info@example.com"
    assert "mailto:info@example.com" in page.links()
