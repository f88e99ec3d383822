behaviour("terms", class {
  constructor(list) {
    this.list = list;
    this.card = document.createElement("div");
    this.card.className = "term-card";
    this.card.popover = "manual";
    this.card.id = "term-card";
    this.card.setAttribute("role", "tooltip");
    document.body.append(this.card);
    for (const type of ["mouseover", "focusin"]) document.addEventListener(type, (event) => this.look(event.target));
    document.addEventListener("focusout", () => this.hide());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    addEventListener("scroll", () => this.hide(), { passive: true });
  }

  look(target) {
    if (target === this.card || this.card.contains(target)) return clearTimeout(this.timer);
    const link = target.closest?.("a.term");
    if (!link) {
      if (this.link && !this.link.matches(":focus")) this.timer = setTimeout(() => this.hide(), 250);
      return;
    }
    clearTimeout(this.timer);
    const meaning = this.list.querySelector(`#term-${CSS.escape(link.hash.slice(1))} dd`);
    if (meaning && link !== this.link) this.show(link, meaning.textContent);
  }

  show(link, text) {
    this.hide();
    this.link = link;
    this.card.textContent = text;
    link.setAttribute("aria-describedby", this.card.id);
    this.card.showPopover();
    const at = link.getClientRects()[0];
    const size = this.card.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - size.width - 16);
    const below = at.bottom + 6 + size.height < innerHeight;
    this.card.style.left = `${Math.max(16, left)}px`;
    this.card.style.top = `${below ? at.bottom + 6 : at.top - size.height - 6}px`;
  }

  hide() {
    clearTimeout(this.timer);
    this.link?.removeAttribute("aria-describedby");
    this.link = null;
    if (this.card.matches(":popover-open")) this.card.hidePopover();
  }
});
