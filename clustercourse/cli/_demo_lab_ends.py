"""How a lab of the demo ends: its product, where it was told, the methods it tested, who used them since, and what followed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from clustercourse.cli._demo_story import Stage
from clustercourse.db import db
from clustercourse.labs.actions.adoptions import AdoptionFacts, report_adoption, show_adoption
from clustercourse.labs.actions.disseminations import Telling, tell
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.methods import MethodFacts, ResultFacts, add_method, say_result
from clustercourse.labs.actions.participants import link_cohort
from clustercourse.labs.actions.products import ProductFacts, agree_to_authorship, publish_product, write_product
from clustercourse.models.cohorts import Cohort
from clustercourse.models.methods import Product

Told = Mapping[str, Any]


class Ending:
    def __init__(self, stage: Stage, told: Told, lab_id: int, *, facilitator: str) -> None:
        self.stage, self.told, self.id, self.finn = stage, told, lab_id, stage.people[facilitator]

    def play(self) -> None:
        """From tested to closed. What was told and used later is moved there by its own days."""
        self._publish()
        step_lab(self.id, "product-made", by=self.finn)
        for said in self.told["told"]:
            telling = Telling(said["channel"], said["title"], self.stage.today, said["audience"], said.get("address", ""))
            line = tell(self.id, telling, by=self.finn)
            line.on_day += timedelta(days=said["after"])
        step_lab(self.id, "disseminated", by=self.finn)
        self._say_results()
        after = select(Cohort.id).where(Cohort.title.contains(self.told["after"]), Cohort.state == "closed")
        link_cohort(self.id, db.session.scalars(after).all()[0], "after", by=self.finn)
        step_lab(self.id, "followed-up", by=self.finn)
        step_lab(self.id, "closed", by=self.finn)

    def _publish(self) -> None:
        told = self.told["product"]
        facts = ProductFacts(told["title"], self.told["parts"]["product_kind"], told["source"], "en", told["licence"])
        number = write_product(self.id, facts, number=0, by=self.finn)
        draft = db.session.scalars(select(Product.id).where(Product.lab_id == self.id)).one()
        for name in told["authors"]:
            agree_to_authorship(draft, by=self.stage.people[name])
        publish_product(self.id, number=number, by=self.finn)

    def _say_results(self) -> None:
        methods = []
        for told in self.told["methods"]:
            method = add_method(MethodFacts(told["name"], told["theme"], told["summary"]), by=self.finn)
            facts = ResultFacts(told["result"], told["why"], told.get("conditions", ""), told.get("tried", True))
            say_result(self.id, method.id, facts, by=self.finn)
            methods.append(method.id)
        for told in self.told["used"]:
            home, _slug = self.stage.organisations[self.stage.homes[told["who"]]]
            use = AdoptionFacts(told["context"], told["result"], told["text"])
            used = report_adoption(methods[told["method"]], use, organisation_id=home, by=self.stage.people[told["who"]])
            if told.get("shown"):
                show_adoption(used.id, by=self.finn)
