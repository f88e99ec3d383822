behaviour("tabs", class {
  static groups = 0;

  constructor(group) {
    this.panels = [...group.children].filter((child) => child.matches(".tab"));
    this.number = ++this.constructor.groups;
    this.tabs = this.panels.map((panel, at) => this.tab(panel, at));
    const list = Object.assign(document.createElement("div"), { className: "tab-list", role: "tablist" });
    list.append(...this.tabs);
    list.addEventListener("click", (event) => this.choose(this.tabs.indexOf(event.target.closest("[role=tab]"))));
    list.addEventListener("keydown", (event) => this.step(event));
    group.prepend(list);
    group.dataset.started = "on";
    this.choose(0);
    this.follow();
    addEventListener("hashchange", () => this.follow());
  }

  tab(panel, at) {
    const tab = Object.assign(document.createElement("button"), { type: "button", id: `tab-${this.number}-${at}`, role: "tab" });
    tab.append(...panel.querySelector(":scope > .tab-title").cloneNode(true).childNodes);
    Object.assign(panel, { id: `${tab.id}-panel`, role: "tabpanel", tabIndex: 0 });
    panel.setAttribute("aria-labelledby", tab.id);
    tab.setAttribute("aria-controls", panel.id);
    return tab;
  }

  choose(chosen) {
    if (chosen < 0) return;
    this.chosen = chosen;
    this.tabs.forEach((tab, at) => {
      tab.setAttribute("aria-selected", String(at === chosen));
      tab.tabIndex = at === chosen ? 0 : -1;
      this.panels[at].hidden = at !== chosen;
    });
  }

  step(event) {
    const last = this.tabs.length - 1;
    const wanted = {
      ArrowRight: this.chosen === last ? 0 : this.chosen + 1,
      ArrowLeft: this.chosen === 0 ? last : this.chosen - 1,
      Home: 0,
      End: last,
    }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    this.choose(wanted);
    this.tabs[wanted].focus();
  }

  follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const at = this.panels.findIndex((panel) => panel.contains(target));
    if (!target || at < 0 || at === this.chosen) return;
    this.choose(at);
    target.scrollIntoView();
  }
});
