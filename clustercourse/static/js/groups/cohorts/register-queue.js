behaviour("register-queue", class {
  constructor(root) {
    this.root = root;
    this.kept = globalThis.house.behaviours.get("marks-kept");
    this.begin = `${root.dataset.person}:${root.dataset.address}:`;
    this.waiting = new Map();
    this.clock = new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short", hourCycle: "h23", timeZone: root.dataset.zone });
    root.addEventListener("register:decided", ({ detail }) => this.take(detail));
    root.addEventListener("register:settled", ({ detail }) => this.settle(detail));
    root.addEventListener("register:answered", ({ detail }) => this.answered(detail));
    this.restore();
  }

  async restore() {
    const found = (await this.kept.all().catch(() => [])).filter(({ key }) => key.startsWith(this.begin));
    for (const entry of found) if (!this.waiting.has(entry.seat) && this.hold(entry).theirs) this.tell("clash", this.clash(entry));
    this.tell("shown", [...this.waiting.values()]);
    if (found.length) this.offer();
  }

  take(marks) {
    const own = this.clock.format();
    const entries = marks.map(({ seat, status, place, arrived, left, seen, fill }) => {
      const before = this.waiting.get(seat);
      const base = before?.theirs?.number ?? before?.seen ?? seen;
      const stamp = crypto.getRandomValues(new Uint32Array(1))[0];
      return { key: this.begin + seat, seat, status, place, arrived, left, seen: base, fill: fill && (before?.fill ?? true), own, stamp };
    });
    entries.forEach((entry) => this.hold(entry));
    this.kept.keep(entries).catch(() => {});
    this.offer();
  }

  hold(entry) {
    this.waiting.set(entry.seat, entry);
    const row = this.root.querySelector(`[data-seat="${entry.seat}"]`);
    if (row) row.dataset.waits = "";
    return entry;
  }

  offer() {
    this.tell("waits", [...this.waiting.values()].filter((entry) => !entry.theirs));
  }

  tell(name, detail) {
    this.root.dispatchEvent(new CustomEvent(`register:${name}`, { detail }));
  }

  clash({ seat, own, theirs, ...mine }) {
    return { seat, own, theirs, mine };
  }

  settle({ seat, mine }) {
    const { theirs, ...entry } = this.waiting.get(seat);
    if (!mine) return this.release([theirs]);
    this.kept.keep([this.hold({ ...entry, seen: theirs.number, fill: false })]).catch(() => {});
    this.offer();
  }

  answered({ marks, sent }) {
    const stamps = new Map(sent.map(({ seat, stamp }) => [seat, stamp]));
    const done = [];
    for (const stands of marks) {
      const entry = this.waiting.get(stands.seat);
      if (stands.kind === "clash" && !entry.fill) {
        this.kept.keep([this.hold({ ...entry, theirs: stands })]).catch(() => {});
        this.tell("clash", this.clash(this.waiting.get(stands.seat)));
      } else if (stands.kind === "clash" || entry.stamp === stamps.get(stands.seat)) done.push(stands);
      else this.kept.keep([this.hold({ ...entry, seen: stands.number })]).catch(() => {});
    }
    this.release(done);
  }

  release(marks) {
    marks.forEach(({ seat }) => this.waiting.delete(seat));
    this.kept.drop(marks.map(({ seat }) => this.begin + seat)).catch(() => {});
    this.tell("stands", marks);
    this.offer();
  }
});
