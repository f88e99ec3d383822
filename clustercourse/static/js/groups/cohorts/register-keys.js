behaviour("register-keys", class {
  static letters = { p: "present", a: "absent", e: "excused", x: "expected" };

  constructor(root) {
    this.root = root;
    this.list = root.querySelector("[data-part=list]");
    this.list.addEventListener("keydown", (event) => this.press(event));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = event.target.closest("[data-seat]");
    const key = event.key.toLowerCase();
    const status = this.constructor.letters[key];
    const next = { arrowdown: [row, "nextElementSibling"], arrowup: [row, "previousElementSibling"] }[key];
    if (next) this.step(...next);
    else if (key === "l") this.root.dispatchEvent(new CustomEvent("register:late", { detail: row }));
    else if (status) this.mark(row, status);
    else return;
    event.preventDefault();
  }

  step(row, way) {
    let next = row[way];
    while (next?.hidden) next = next[way];
    next?.querySelector("button").focus();
  }

  mark(row, status) {
    const { seat, place } = row.dataset;
    const marks = [{ seat: Number(seat), place, status, arrived: null, left: null }];
    this.root.dispatchEvent(new CustomEvent("register:wanted", { detail: { marks } }));
  }
});
