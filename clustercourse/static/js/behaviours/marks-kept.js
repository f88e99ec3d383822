behaviour("marks-kept", class {
  static run(mode, work) {
    this.opened ??= new Promise((done, fail) => {
      const asked = indexedDB.open("clustercourse", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore("marks", { keyPath: "key" });
      asked.onsuccess = () => done(asked.result);
      asked.onerror = () => fail(asked.error);
    });
    return this.opened.then((base) => new Promise((done, fail) => {
      const change = base.transaction("marks", mode);
      const asked = work(change.objectStore("marks"));
      change.oncomplete = () => done(asked?.result);
      change.onabort = () => fail(change.error);
    }));
  }

  static all() {
    return this.run("readonly", (store) => store.getAll());
  }

  static keep(entries) {
    return this.run("readwrite", (store) => { entries.forEach((entry) => store.put(entry)); });
  }

  static drop(keys) {
    return this.run("readwrite", (store) => { keys.forEach((key) => store.delete(key)); });
  }

  constructor(form) {
    this.form = form;
    form.addEventListener("submit", (event) => this.leave(event));
  }

  async leave(event) {
    if (this.asked) return;
    event.preventDefault();
    const { submitter } = event;
    const waiting = await this.constructor.all().catch(() => []);
    this.asked = true;
    if (!waiting.length) return this.form.requestSubmit(submitter);
    const { one, many } = this.form.dataset;
    this.form.dataset.question = filled(waiting.length === 1 ? one : many, { n: waiting.length });
    const Question = behaviours.get("confirm");
    const question = new Question(this.form);
    this.form.addEventListener("submit", () => question.agreed && this.constructor.drop(waiting.map(({ key }) => key)));
    question.ask(submitter);
  }
});
