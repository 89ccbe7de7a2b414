"use strict";

(async function () {
  const PAGE = 60;
  const main = document.getElementById("main");
  const audit = await unpack("audit");
  const thumbnails = new Thumbnails(plain("thumbnails"));
  const kinds = new Map(audit.kinds.map(kind => [kind.key, kind]));
  const place = "hcsc audit " + audit.title + " " + audit.names.length;
  const advised = new Set(audit.kinds.flatMap(kind => kind.cards.flatMap(card => card.out)));
  let out = remembered() || new Set(advised);
  let shown = PAGE;
  let current = 0;

  // ---- decisions

  function remembered() {
    try {
      const kept = localStorage.getItem(place);
      return kept && new Set(JSON.parse(kept));
    } catch (e) {
      return null; // A browser may forbid storage to files; the decisions then last as long as the page is open.
    }
  }

  function remember() {
    try {
      localStorage.setItem(place, JSON.stringify([...out]));
    } catch (e) {
      document.getElementById("count").title = "This browser keeps nothing for files: save the list before you close the page.";
    }
    count();
  }

  function toggle(image) {
    if (!out.delete(image)) out.add(image);
    remember();
    for (const item of document.querySelectorAll(`[data-image="${image}"]`)) mark(item, image);
  }

  function mark(item, image) {
    const isOut = out.has(image);
    item.setAttribute("aria-pressed", String(isOut));
    item.querySelector("b").textContent = isOut ? "left out" : "kept";
  }

  function count() {
    document.getElementById("count").textContent =
      `${number(out.size)} of ${number(audit.names.length)} images are left out`;
  }

  function save(name, lines) {
    const link = el("a", {href: URL.createObjectURL(new Blob([lines.join("\n") + "\n"], {type: "text/plain"})), download: name});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  const leftOut = () => [...out].sort((a, b) => a - b).map(image => audit.names[image]);
  const kept = () => audit.names.filter((_, image) => !out.has(image)).map(name => audit.folder + name);

  // ---- views

  function item(image) {
    const node = el("button.item", {type: "button", title: audit.names[image], onclick: () => toggle(image)},
      thumbnails.show(image, ""), el("span.name", {}, audit.names[image]),
      audit.classes.length ? el("span", {}, audit.classes[image]) : null, el("b"));
    node.dataset.image = image;
    mark(node, image);
    return node;
  }

  function card(data) {
    return el("section.card", {tabIndex: -1}, el("p", {}, data.note), el("div.items", {}, data.images.map(item)),
      data.like.length ? el("div.like", {}, "most like it: ", data.like.map(image => thumbnails.show(image, nameAndClass(image)))) : null);
  }

  const nameAndClass = image => audit.names[image] + (audit.classes.length ? ", " + audit.classes[image] : "");

  function view() {
    const key = location.hash.slice(2) || "summary";
    const kind = kinds.get(key);
    document.getElementById("kinds").replaceChildren(
      ...[["summary", "Summary"], ...audit.kinds.map(one => [one.key, `${one.title} (${number(one.found)})`])].map(([name, text]) => {
        const link = el("a", {href: "#/" + name}, text);
        if (name === key) link.setAttribute("aria-current", "page");
        return link;
      }));
    main.replaceChildren(...(kind ? findings(kind) : summary()));
    document.documentElement.dataset.ready = "yes";
  }

  function summary() {
    return [
      el("h1", {tabIndex: -1}, "What to look at"),
      el("table", {}, el("tbody", {}, audit.findings.map(([name, found, next]) =>
        el("tr", {}, el("th", {scope: "row"}, name), el("td", {}, found, next ? el("p.soft", {}, next) : null))))),
      el("h2", {}, "By keyboard"),
      el("p", {}, el("kbd", {}, "j"), " and ", el("kbd", {}, "k"), " go to the next and the previous finding, ", el("kbd", {}, "1"),
        " to ", el("kbd", {}, "9"), " leave its images out or keep them."),
      el("p.soft", {}, "Nothing is deleted. 'Save what is left out' writes a list for hcsc curate --without; 'Save a list of what is kept' one for hcsc pretrain --data."),
    ];
  }

  function findings(kind) {
    const some = kind.cards.slice(0, shown);
    const rest = kind.cards.length - some.length;
    return [
      el("h1", {tabIndex: -1}, kind.title),
      el("p", {}, kind.about),
      kind.found > kind.cards.length ? el("p.warn", {}, `The first ${number(kind.cards.length)} are here; ${kind.key}.tsv has all ${number(kind.found)}.`) : "",
      el("div.cards", {}, some.map(card)),
      rest > 0 ? el("button.more", {type: "button", onclick: () => { shown += PAGE; view(); }}, `Show more (${number(rest)})`) : "",
    ];
  }

  function go(step) {
    const cards = [...document.querySelectorAll(".card")];
    if (!cards.length) return;
    const active = cards.findIndex(one => one.hasAttribute("aria-current"));
    current = active < 0 ? 0 : Math.min(cards.length - 1, Math.max(0, active + step));
    cards.forEach(one => one.removeAttribute("aria-current"));
    cards[current].setAttribute("aria-current", "true");
    cards[current].focus();
    cards[current].scrollIntoView({block: "nearest"});
  }

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "j") go(1);
    if (event.key === "k") go(-1);
    const active = document.querySelector(".card[aria-current]");
    if (active && event.key >= "1" && event.key <= "9") active.querySelectorAll(".item")[event.key - 1]?.click();
  });
  document.getElementById("left-out").onclick = () => save("left-out.txt", leftOut());
  document.getElementById("kept").onclick = () => save("kept.txt", kept());
  document.getElementById("reset").onclick = () => { out = new Set(advised); remember(); view(); };
  window.addEventListener("hashchange", () => { shown = PAGE; view(); window.scrollTo(0, 0); });
  window.audit = {leftOut, kept};
  count();
  view();
})();
