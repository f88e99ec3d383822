behaviour("terms", class {
  constructor(list) {
    this.list = list;
    this.card = document.createElement("div");
    this.card.className = "term-card";
    this.card.popover = "manual";
    this.card.id = "term-card";
    this.card.setAttribute("role", "tooltip");
    document.querySelector("main").append(this.card);
    for (const type of ["mouseover", "focusin"]) document.addEventListener(type, (event) => this.look(event.target));
    document.addEventListener("focusout", () => this.hide());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.hide());
    document.addEventListener("pointerdown", (event) => { this.tapped = event.pointerType === "touch" ? { explained: this.link } : null; });
    document.addEventListener("click", (event) => this.clicked(event));
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
    const entry = this.list.querySelector(`#term-${CSS.escape(link.hash.slice(1))}`);
    if (entry && link !== this.link) this.show(link, entry);
  }

  // The first tap explains, as pointing does; the second one follows the link.
  clicked(event) {
    const link = event.target.closest?.("a.term");
    if (!link || !event.detail || !this.tapped || this.tapped.explained === link) return;
    this.look(link);
    if (this.link === link) event.preventDefault();
  }

  fill(entry) {
    const starred = entry.querySelector(".unreviewed");
    const parts = [...entry.querySelectorAll("dt, dd"), ...(starred ? this.list.querySelectorAll(".terms-legend") : [])];
    this.card.replaceChildren(...parts.map((part) => this.line(part)));
  }

  line(part) {
    const line = document.createElement("p");
    line.className = part.className;
    if (part.lang) line.lang = part.lang;
    line.append(...part.cloneNode(true).childNodes);
    // The card explains a link: another one in it could not be reached by keyboard, and the legend says aloud what a star is.
    for (const link of line.querySelectorAll("a")) {
      const word = document.createElement("strong");
      word.append(...link.childNodes);
      link.replaceWith(word);
    }
    for (const hidden of line.querySelectorAll(".visually-hidden")) hidden.remove();
    return line;
  }

  show(link, entry) {
    this.hide();
    this.link = link;
    this.fill(entry);
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
