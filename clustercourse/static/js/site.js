const started = new WeakMap();
const written = { ".prose .tabs": "tabs", ".tab-places, .subplaces, .bar-places": "here" };

function startOne(element) {
  const names = started.get(element) ?? new Set();
  started.set(element, names);
  for (const name of element.dataset.behaviour.split(" ")) {
    const Behaviour = behaviours.get(name);
    if (!Behaviour || names.has(name)) continue;
    names.add(name);
    new Behaviour(element);
  }
}

function startAll(root) {
  for (const [selector, name] of Object.entries(written)) {
    root.querySelectorAll?.(selector).forEach((element) => { element.dataset.behaviour = name; });
  }
  if (root.matches?.("[data-behaviour]")) startOne(root);
  root.querySelectorAll?.("[data-behaviour]").forEach(startOne);
}

globalThis.house = { behaviour, behaviours, filled, say, startAll };
startAll(document.body);
new MutationObserver((changes) => {
  for (const change of changes) change.addedNodes.forEach(startAll);
}).observe(document.body, { childList: true, subtree: true });
document.documentElement.dataset.scripts = "on";
