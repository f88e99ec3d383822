behaviour("order", class {
  constructor(list) {
    this.list = list;
    this.status = list.parentElement.querySelector("[data-part=moved]");
    for (const moves of list.querySelectorAll(".order-moves")) moves.hidden = false;
    this.arrange();
    list.addEventListener("click", (event) => {
      const button = event.target.closest("[data-move]");
      if (button) this.step(button.closest(".order-item"), button);
    });
    list.addEventListener("change", () => this.arrange());
    list.addEventListener("pointerdown", (event) => this.hold(event));
  }

  items() {
    return [...this.list.querySelectorAll(".order-item")];
  }

  place(item) {
    return Number(item.querySelector("select").value) || Infinity;
  }

  arrange() {
    const places = this.items().map((item) => this.place(item));
    if (new Set(places).size !== places.length || places.includes(Infinity)) return this.limits();
    this.list.append(...this.items().sort((a, b) => this.place(a) - this.place(b)));
    this.limits();
  }

  limits() {
    const items = this.items();
    items.forEach((item, at) => {
      item.querySelector("[data-move=up]").disabled = at === 0;
      item.querySelector("[data-move=down]").disabled = at === items.length - 1;
    });
  }

  step(item, button) {
    if (button.dataset.move === "up") item.previousElementSibling.before(item);
    else item.nextElementSibling.after(item);
    this.moved(item);
    (button.disabled ? item.querySelector("[data-move]:not([disabled])") : button).focus();
  }

  moved(item) {
    this.items().forEach((each, at) => { each.querySelector("select").value = at + 1; });
    this.limits();
    const text = item.querySelector(".order-text").textContent.trim();
    this.status.textContent = filled(this.status.dataset.text, { text, place: this.items().indexOf(item) + 1 });
    item.querySelector("select").dispatchEvent(new Event("input", { bubbles: true }));
  }

  hold(event) {
    const item = event.target.closest(".order-grip")?.closest(".order-item");
    if (!item || event.pointerType === "touch") return;
    event.preventDefault();
    item.classList.add("order-held");
    const drag = (move) => {
      const over = this.items().find((each) => each !== item && move.clientY > each.getBoundingClientRect().top && move.clientY < each.getBoundingClientRect().bottom);
      if (!over) return;
      const middle = over.getBoundingClientRect().top + over.offsetHeight / 2;
      over[move.clientY < middle ? "before" : "after"](item);
    };
    document.addEventListener("pointermove", drag);
    document.addEventListener("pointerup", () => {
      document.removeEventListener("pointermove", drag);
      item.classList.remove("order-held");
      this.moved(item);
    }, { once: true });
  }
});
