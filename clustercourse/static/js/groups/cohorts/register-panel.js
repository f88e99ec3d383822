behaviour("register-panel", class {
  static times = { late: "arrived", left: "left" };

  constructor(root) {
    this.root = root;
    this.panel = root.querySelector("dialog");
    this.online = this.panel.querySelector("[data-part=online]");
    this.minutes = new (globalThis.house.behaviours.get("register-minutes"))(this.panel, root.dataset);
    root.querySelector("[data-part=list]").addEventListener("click", (event) => {
      const row = event.target.closest("[data-seat]");
      if (row) this.open(row);
    });
    root.addEventListener("register:late", ({ detail }) => {
      this.open(detail);
      this.choose("late");
    });
    this.panel.addEventListener("click", (event) => this.press(event.target));
    this.panel.addEventListener("change", () => this.read());
  }

  open(row) {
    this.row = row;
    this.mark = globalThis.house.behaviours.get("register").read(row);
    this.panel.querySelector("#panel-name").textContent = row.querySelector(".register-name").firstChild.textContent.trim();
    this.show();
    this.panel.showModal();
    this.panel.dispatchEvent(new CustomEvent("register:opened"));
  }

  show() {
    const { status, place, arrived, left } = this.mark;
    const there = status === "present";
    const shapes = there ? [arrived && "late", left !== null && "left", !arrived && left === null && "present"] : [status];
    for (const button of this.panel.querySelectorAll("[data-set]")) button.setAttribute("aria-pressed", String(shapes.includes(button.dataset.set)));
    this.online.checked = place === "online";
    this.minutes.lay(this.mark);
  }

  press(target) {
    const { set, step } = target.closest("[data-set], [data-step]")?.dataset ?? {};
    if (target === this.panel || target.closest("[data-part=done]")) this.done();
    else if (set) this.choose(set);
    else if (step) this.step(target.closest(".register-minutes").dataset.part, Number(step));
  }

  done() {
    if (this.read()) this.panel.close();
    else this.panel.querySelector("[aria-invalid=true]").focus();
  }

  choose(name) {
    const time = this.constructor.times[name];
    const there = this.mark.status === "present";
    if (!time) this.say({ ...this.mark, status: name, arrived: null, left: null });
    else if (!there || !this.mark[time]) this.mark = { ...this.mark, status: "present", [time]: this.minutes.proposed(time, this.mark) };
    this.show();
    if (time) this.read();
    else this.panel.close();
  }

  step(name, by) {
    this.minutes.step(name, by, this.mark);
    this.read();
  }

  read() {
    const times = this.minutes.read();
    if (!times) return false;
    const before = globalThis.house.behaviours.get("register").read(this.row);
    const wanted = { ...this.mark, ...times, place: this.online.checked ? "online" : "room" };
    if (["status", "place", "arrived", "left"].some((name) => wanted[name] !== before[name])) this.say(wanted);
    return true;
  }

  say(wanted) {
    this.mark = wanted;
    this.root.dispatchEvent(new CustomEvent("register:wanted", { detail: { marks: [wanted] } }));
  }
});
