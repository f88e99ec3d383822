behaviour("register-news", class {
  constructor(root) {
    this.root = root;
    this.words = root.querySelector("[data-part=queue]").dataset.theirs;
    root.addEventListener("register:stands", ({ detail }) => this.lay(detail));
    setInterval(() => this.look(), 15000);
    document.addEventListener("visibilitychange", () => this.look());
  }

  async look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(this.root.dataset.address, { headers: { Accept: "application/json" } });
      if (answer.ok) this.lay((await answer.json()).marks, true);
    } catch {
      return;
    }
  }

  lay(marks, fromOthers = false) {
    const fresh = [];
    for (const mark of marks) {
      const row = this.root.querySelector(`[data-seat="${mark.seat}"]`);
      if (!row || (fromOthers && ("waits" in row.dataset || mark.number <= Number(row.dataset.number)))) continue;
      if (fromOthers && row.dataset.mine && !mark.mine) this.tell(row, mark);
      delete row.dataset.waits;
      Object.assign(row.dataset, { number: mark.number, mine: mark.mine ? "yes" : "" });
      if (mark.why) say(mark.why);
      fresh.push(mark);
    }
    if (fresh.length) this.root.dispatchEvent(new CustomEvent("register:shown", { detail: fresh }));
  }

  tell(row, mark) {
    const name = row.querySelector(".register-name").firstChild.textContent.trim();
    const words = globalThis.house.behaviours.get("register").words(this.root, mark);
    say(filled(this.words, { by: mark.by, name, words }));
  }
});
