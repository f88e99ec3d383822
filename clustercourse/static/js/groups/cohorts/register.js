behaviour("register", class {
  static read(row) {
    const { seat, status, place, arrived, left, number } = row.dataset;
    const minutes = (text) => (text === "" ? null : Number(text));
    return { seat: Number(seat), status, place, arrived: minutes(arrived), left: minutes(left), number: Number(number) };
  }

  static words({ dataset }, { status, place, arrived, left }) {
    if (status !== "present") return dataset[status];
    const shape = arrived && left !== null ? "both" : arrived ? "late" : left !== null ? "left" : place === "online" ? "online" : "present";
    return filled(dataset[shape], { n: arrived, m: left });
  }

  constructor(root) {
    this.root = root;
    this.list = root.querySelector("[data-part=list]");
    root.querySelector("[data-part=all]").addEventListener("click", () => this.markAll());
    root.addEventListener("register:wanted", ({ detail }) => this.want(detail.marks));
    root.addEventListener("register:shown", ({ detail }) => this.shown(detail));
    root.addEventListener("register:clash", ({ detail }) => { if (this.offered?.includes(detail.seat)) this.toast.remove(); });
  }

  row(seat) {
    return this.list.querySelector(`[data-seat="${seat}"]`);
  }

  markAll() {
    const rows = this.list.querySelectorAll('[data-status="expected"]');
    const marks = [...rows].map((row) => ({ ...this.constructor.read(row), status: "present" }));
    if (marks.length) this.want(marks, true);
  }

  want(marks, fill = false) {
    const before = marks.map(({ seat }) => this.constructor.read(this.row(seat)));
    this.decide(marks, fill);
    const [first] = marks;
    const name = this.row(first.seat).querySelector(".register-name").firstChild.textContent.trim();
    const words = this.constructor.words(this.root, first);
    const { done, many } = this.root.dataset;
    this.offer(fill ? filled(many, { n: marks.length }) : filled(done, { name, words }), before, fill);
  }

  decide(marks, fill) {
    const decided = marks.map((mark) => ({ ...mark, seen: Number(this.row(mark.seat).dataset.number), fill }));
    this.shown(marks);
    this.root.dispatchEvent(new CustomEvent("register:decided", { detail: decided }));
  }

  offer(text, before, fill) {
    this.toast?.remove();
    this.toast = say(text);
    this.offered = before.map(({ seat }) => seat);
    const undo = Object.assign(document.createElement("button"), { type: "button", textContent: this.root.dataset.undo });
    undo.addEventListener("click", () => {
      this.decide(before, fill);
      this.toast.remove();
      this.toast = say(this.root.dataset.undone);
    });
    this.toast.append(undo);
  }

  shown(marks) {
    const counts = Object.fromEntries([...this.root.querySelectorAll("[data-count]")].map((each) => [each.dataset.count, each]));
    const add = (status, by) => { if (counts[status]) counts[status].textContent = Number(counts[status].textContent) + by; };
    for (const mark of marks) {
      const row = this.row(mark.seat);
      if (!row) continue;
      add(row.dataset.status, -1);
      add(mark.status, 1);
      const { status, place, arrived, left } = mark;
      Object.assign(row.dataset, { status, place, arrived: arrived ?? "", left: left ?? "" });
      row.querySelector(".register-state").textContent = this.constructor.words(this.root, mark);
    }
  }
});
