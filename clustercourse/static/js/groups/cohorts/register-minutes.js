behaviour("register-minutes", class {
  constructor(place, { minutes, starts }) {
    this.length = Number(minutes);
    this.starts = Number(starts);
    this.wrong = place.querySelector("[data-part=wrong]");
    this.boxes = Object.fromEntries(["arrived", "left"].map((name) => [name, place.querySelector(`[data-part=${name}]`)]));
  }

  field(name) {
    return this.boxes[name].querySelector("input");
  }

  lay({ status, arrived, left }) {
    const said = { arrived: arrived || null, left };
    for (const [name, box] of Object.entries(this.boxes)) {
      box.hidden = status !== "present" || said[name] === null;
      this.field(name).value = said[name] ?? "";
    }
    this.complain([], "");
  }

  // Now, while the session runs and the other time allows it. The other time is never changed.
  proposed(name, { arrived, left }) {
    const since = Math.round((Date.now() / 1000 - this.starts) / 300) * 5;
    const now = since > 0 && since < this.length ? since : null;
    if (name === "arrived") return [now ?? Math.min(15, this.length - 1), left - 15].find((each) => each > 0 && each < (left ?? this.length)) ?? 1;
    return [now ?? this.length - 15, (arrived ?? 0) + 15].find((each) => each > arrived && each < this.length) ?? this.length - 1;
  }

  step(name, by, { arrived, left }) {
    const least = name === "left" ? (arrived ?? 0) + 1 : 1;
    const most = name === "left" ? this.length - 1 : (left ?? this.length) - 1;
    const field = this.field(name);
    field.value = Math.max(least, Math.min(Math.round(Number(field.value)) + by, most));
  }

  time(name) {
    if (this.boxes[name].hidden) return null;
    const { value } = this.field(name);
    return /^\d+$/.test(value) && value > 0 && value < this.length ? Number(value) : NaN;
  }

  // Both times, or nothing and a sentence that says what is possible.
  read() {
    const times = { arrived: this.time("arrived"), left: this.time("left") };
    const names = Object.keys(times).filter((name) => Number.isNaN(times[name]));
    const { range, order } = this.wrong.dataset;
    const crossed = !names.length && times.left !== null && times.arrived >= times.left;
    if (crossed) this.complain(["arrived", "left"], filled(order, { n: times.arrived, m: times.left }));
    else this.complain(names, filled(range, { n: this.length, m: this.length - 1 }));
    return crossed || names.length ? null : times;
  }

  complain(names, text) {
    for (const name of Object.keys(this.boxes)) this.field(name).setAttribute("aria-invalid", String(names.includes(name)));
    this.wrong.hidden = !names.length;
    const words = this.wrong.querySelector("[data-part=words]");
    const said = names.length ? text : "";
    if (words.textContent !== said) words.textContent = said;
  }
});
