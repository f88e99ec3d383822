behaviour("drawer", class {
  constructor(drawer) {
    this.drawer = drawer;
    drawer.addEventListener("toggle", () => this.showCurrent());
    if (getComputedStyle(drawer).position === "sticky") this.showCurrent();
  }

  showCurrent() {
    const here = this.drawer.querySelector("[aria-current]");
    if (!here) return;
    const item = here.getBoundingClientRect();
    const room = this.drawer.getBoundingClientRect();
    if (item.top >= room.top && item.bottom <= room.bottom) return;
    this.drawer.scrollTop += item.top - room.top - room.height / 3;
  }
});
