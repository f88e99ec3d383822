behaviour("naming", class {
  constructor(box) {
    this.box = box;
    this.text = box.querySelector("textarea");
    this.list = box.querySelector("[data-part=list]");
    this.text.setAttribute("aria-autocomplete", "list");
    this.text.addEventListener("input", () => this.look());
    this.text.addEventListener("keydown", (event) => this.key(event));
    this.text.addEventListener("blur", () => setTimeout(() => this.close(), 200));
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.take(event.target.closest("[data-handle]")));
  }

  typed() {
    return this.text.value.slice(0, this.text.selectionStart).match(/(?:^|[\s(])@([\p{L}\p{M}'’ -]{0,40})$/u)?.[1] ?? null;
  }

  look() {
    clearTimeout(this.timer);
    const typed = this.typed();
    if (typed === null || /\s\S+\s\S+\s/.test(typed)) return this.close();
    this.timer = setTimeout(() => this.ask(typed), 200);
  }

  async ask(typed) {
    await htmx.ajax("GET", `${this.box.dataset.address}?q=${encodeURIComponent(typed)}`, { target: this.list, swap: "innerHTML" });
    const people = this.people();
    this.list.hidden = !people.length || this.typed() === null;
    people[0]?.setAttribute("aria-selected", "true");
  }

  people() {
    return [...this.list.querySelectorAll("[data-handle]")];
  }

  key(event) {
    if (this.list.hidden) return;
    const people = this.people();
    const at = people.findIndex((person) => person.getAttribute("aria-selected") === "true");
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      people[at]?.setAttribute("aria-selected", "false");
      people[(at + step + people.length) % people.length].setAttribute("aria-selected", "true");
    } else if (["Enter", "Tab"].includes(event.key)) {
      event.preventDefault();
      this.take(people[at]);
    } else if (event.key === "Escape") this.close();
  }

  take(person) {
    if (!person) return;
    const until = this.text.selectionStart;
    const from = until - this.typed().length;
    this.text.setRangeText(`${person.dataset.handle} `, from, until, "end");
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.close();
    this.text.focus();
  }

  close() {
    this.list.hidden = true;
  }
});
