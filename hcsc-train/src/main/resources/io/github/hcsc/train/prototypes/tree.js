"use strict";

(async function () {
  const PAGE = 60;
  const SORTS = {
    size: ["largest first", (a, b) => b.size - a.size],
    small: ["smallest first", (a, b) => a.size - b.size],
    loose: ["loosest first", (a, b) => b.density - a.density],
    moved: ["most changed first", (a, b) => b.moved - a.moved],
    purity: ["most mixed classes first", (a, b) => a.purity - b.purity],
    number: ["by number", (a, b) => a.index - b.index],
  };
  const main = document.getElementById("main");
  const tree = await unpack("tree");
  const thumbnails = new Thumbnails(plain("thumbnails"));
  const top = tree.levels.length - 1;
  const listed = prepareListed(tree.listed);
  const children = prepareChildren();
  let sort = "size";

  function prepareListed(data) {
    const ids = data.ids.length ? data.ids : data.names.map((_, i) => i);
    return {...data, ids, rows: new Map(ids.map((id, row) => [id, row]))};
  }

  function prepareChildren() {
    return tree.levels.map((level, l) => {
      const lists = level.sizes.map(() => []);
      if (l > 0) tree.levels[l - 1].parents.forEach((parent, child) => lists[parent].push(child));
      return lists;
    });
  }

  // ---- what there is to say

  function nodeOf(level, index) {
    const data = tree.levels[level];
    const classes = data.classes.length ? data.classes[index] : [];
    const size = data.sizes[index];
    return {
      level, index, size, classes,
      density: data.density[index],
      similarity: data.similarity[index],
      moved: data.moved.length ? data.moved[index] : -1,
      purity: classes.length ? classes[1] / size : 2,
      name: classes.length ? tree.classes[classes[0]] : "",
      nearest: data.nearest[index],
      farthest: data.farthest[index],
    };
  }

  const title = node => `L${node.level}-${node.index}` + (!node.name ? "" : node.purity >= 0.5 ? ` · mostly ${node.name}` : " · mixed");
  const address = node => `#/node/${node.level}/${node.index}`;
  const images = count => number(count) + (count === 1 ? " image" : " images");
  const nodeCount = count => number(count) + (count === 1 ? " node" : " nodes");
  const levelName = l => l === top ? "the coarsest level" : l === 0 ? "the finest level" : "level " + l;

  function pathTo(level, index) {
    const path = [];
    for (let l = level, i = index; l <= top; i = tree.levels[l].parents[i], l++) path.unshift(nodeOf(l, i));
    return path;
  }

  function nameOf(image) {
    const row = listed.rows.get(image);
    return row === undefined ? "image " + image : listed.names[row];
  }

  // ---- parts of views

  function heading(text) {
    return el("h1", {tabIndex: -1, textContent: text});
  }

  function facts(pairs) {
    return el("ul.facts", {}, pairs.map(([value, what]) => el("li", {}, el("b", {}, value), el("span", {}, what))));
  }

  function breadcrumb(nodes, last) {
    const links = nodes.map((node, i) => el("li", {},
      i === nodes.length - 1 && !last
        ? el("span", {"aria-current": "page"}, title(node))
        : el("a", {href: address(node)}, title(node))));
    const items = [el("li", {}, el("a", {href: "#/"}, "All")), ...links];
    if (last) items.push(el("li", {}, el("span", {"aria-current": "page"}, last)));
    return el("nav", {"aria-label": "Path in the tree"}, el("ol.path", {}, items));
  }

  function card(node) {
    const mosaic = el("div.mosaic", {}, node.nearest.slice(0, 4).map(image => thumbnails.show(image, "")));
    const parts = [mosaic, el("strong", {}, title(node)), el("div.line", {}, el("span", {}, images(node.size)),
      el("span", {title: "temperature: larger is looser"}, "density " + node.density.toFixed(2)))];
    if (node.classes.length) {
      const bar = el("div.share", {"aria-hidden": "true"}, el("i"));
      bar.firstChild.style.width = 100 * node.purity + "%";
      parts.push(bar);
    }
    if (node.classes.length) parts.push(el("div.line", {}, el("span.cut", {title: node.name}, percent(node.purity) + " " + node.name)));
    const below = children[node.level][node.index].length;
    const details = [];
    if (below) details.push(el("span.whole", {title: nodeCount(below) + " below"}, number(below) + " below"));
    if (node.moved >= 0) details.push(el("span.whole", {}, percent(node.moved) + " moved in"));
    if (details.length) parts.push(el("div.line", {}, details));
    return el("li", {}, el("a.card", {href: address(node)}, parts));
  }

  function grid(nodes, label) {
    const list = el("ul.cards");
    const more = el("button.more", {type: "button"});
    const holder = el("div", {}, list, more);
    let shown = 0;
    const choose = el("select", {ariaLabel: "Order of " + label},
      Object.entries(SORTS)
        .filter(([key]) => (key !== "moved" || nodes[0].moved >= 0) && (key !== "purity" || tree.classes.length))
        .map(([key, [text]]) => el("option", {value: key, selected: key === sort}, text)));
    const sorted = () => [...nodes].sort((a, b) => SORTS[sort][1](a, b) || a.index - b.index);
    let order = sorted();
    function grow() {
      const first = shown;
      list.append(...order.slice(shown, shown + PAGE).map(card));
      shown = Math.min(order.length, shown + PAGE);
      more.hidden = shown >= order.length;
      more.textContent = `Show more (${number(order.length - shown)} left)`;
      return list.children[first];
    }
    more.addEventListener("click", () => grow().querySelector("a").focus());
    choose.addEventListener("change", () => {
      sort = choose.value;
      order = sorted();
      shown = 0;
      list.replaceChildren();
      grow();
      say("Sorted: " + SORTS[sort][0]);
    });
    list.addEventListener("keydown", event => moveInGrid(event, list));
    grow();
    return [el("div.bar", {}, el("h2", {}, label), el("label", {}, "Order", choose)), holder];
  }

  /** Arrow keys walk through cards as they lie on the screen. */
  function moveInGrid(event, list) {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const columns = getComputedStyle(list).gridTemplateColumns.split(" ").length;
    const step = {ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns}[event.key];
    const target = step && links[at + step];
    if (target) {
      event.preventDefault();
      target.focus();
    }
  }

  function pictures(ids, label) {
    return el("ul.pictures", {ariaLabel: label}, ids.map(image => el("li", {},
      el("a", {href: "#/image/" + image, title: nameOf(image)},
        thumbnails.show(image, ""), el("span.name", {}, nameOf(image))))));
  }

  function names(ids, label) {
    const list = el("ul.names", {ariaLabel: label});
    const more = el("button.more", {type: "button"});
    let shown = 0;
    function grow() {
      list.append(...ids.slice(shown, shown + 150).map(image =>
        el("li", {}, el("a", {href: "#/image/" + image}, nameOf(image)))));
      shown += 150;
      more.hidden = shown >= ids.length;
      more.textContent = `Show more (${number(ids.length - shown)} left)`;
    }
    more.addEventListener("click", grow);
    grow();
    return el("div", {}, list, more);
  }

  function classTable(node) {
    const rows = [];
    for (let i = 0; i < Math.min(node.classes.length, 20); i += 2) {
      const share = node.classes[i + 1] / node.size;
      const bar = el("div.share", {"aria-hidden": "true"}, el("i"));
      bar.firstChild.style.width = 100 * share + "%";
      rows.push(el("tr", {}, el("td", {}, tree.classes[node.classes[i]]),
        el("td.number", {}, number(node.classes[i + 1])), el("td.number", {}, percent(share)), el("td", {}, bar)));
    }
    return el("table.classes", {}, el("thead", {}, el("tr", {}, el("th", {scope: "col"}, "Class"),
      el("th.number", {scope: "col"}, "Images"), el("th.number", {scope: "col"}, "Share"),
      el("th", {}, el("span.hidden", {}, "Share as a bar")))), el("tbody", {}, rows));
  }

  // ---- views

  function home() {
    const level = tree.levels[top];
    const nodes = level.sizes.map((_, i) => nodeOf(top, i));
    const summary = [[number(tree.images), "images"],
      ...tree.levels.map((l, i) => [number(l.sizes.length), `nodes at ${levelName(i)}`]).reverse()];
    if (level.drift.length) summary.push([percent(tree.levels[0].drift[0]), "of the images moved at the finest level"]);
    const missing = thumbnails.places.size ? null : el("p.warn", {},
      "No pictures: the images were not at hand when this page was made. Name their folder: hcsc tree --run RUN --data DIR");
    const doubt = tree.healthy ? null : el("p.warn", {}, `The health of the encoder is ${tree.health}.`);
    return [heading("The tree"), facts(summary), doubt, missing, ...grid(nodes, "Nodes of the coarsest level")];
  }

  function nodeView(level, index) {
    const node = nodeOf(level, index);
    const summary = [[number(node.size), node.size === 1 ? "image" : "images"], [node.density.toFixed(3), "density, larger is looser"],
      [node.similarity.toFixed(3), "mean similarity to the prototype"]];
    if (node.moved >= 0) summary.push([percent(node.moved), "of them moved in since the last tree"]);
    const parts = [breadcrumb(pathTo(level, index)), heading(title(node)), facts(summary)];
    if (!node.size) return [...parts, el("p", {}, "No image has this prototype as its nearest.")];
    parts.push(el("h2", {}, "Most typical"), pictures(node.nearest, "Most typical images"));
    if (node.size > node.nearest.length) {
      parts.push(el("h2", {}, "Least typical"), pictures(node.farthest, "Least typical images"));
    }
    if (node.classes.length) parts.push(el("h2", {}, "Classes"), classTable(node));
    if (level > 0) {
      const below = children[level][index].map(child => nodeOf(level - 1, child));
      if (below.length) parts.push(...grid(below, nodeCount(below.length) + " below"));
    } else {
      const members = listed.ids.filter((_, row) => listed.nodes[row] === index)
        .sort((a, b) => listed.similarity[listed.rows.get(b)] - listed.similarity[listed.rows.get(a)]);
      parts.push(el("h2", {}, "All images, most typical first"), names(members, "All images of this node"));
      if (members.length < node.size) parts.push(el("p.soft", {}, "This page lists only the images it shows."));
    }
    return parts;
  }

  function imageView(image) {
    const row = listed.rows.get(image);
    if (row === undefined) return [heading("No such image"), el("p", {}, "This page does not list it.")];
    const path = pathTo(0, listed.nodes[row]);
    const name = nameOf(image);
    const summary = [[(listed.similarity[row] / 1000).toFixed(3), "similarity to its finest prototype"]];
    if (listed.classes.length) summary.push([tree.classes[listed.classes[row]], "class"]);
    const original = tree.folder
      ? el("p", {}, el("a", {href: tree.folder + name.split("/").map(encodeURIComponent).join("/")}, "Open the file"))
      : null;
    return [breadcrumb(path, name), heading(name), facts(summary), thumbnails.has(image) ? thumbnails.show(image, name) : null,
      original, el("h2", {}, "Its neighbours in the finest node"), pictures(path[path.length - 1].nearest, "Typical images of its node")];
  }

  function outliers() {
    return [heading("Outliers"), el("p.soft", {}, "The images least like the prototype that they have at the finest level: rare, damaged or misplaced ones are among them."),
      pictures(tree.outliers, "Outliers, the farthest first")];
  }

  function found(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    const hits = listed.ids.filter((_, row) => {
      const text = (listed.names[row] + (listed.classes.length ? " " + tree.classes[listed.classes[row]] : "")).toLowerCase();
      return words.every(word => text.includes(word));
    });
    const pictured = hits.filter(image => thumbnails.has(image)).slice(0, 48);
    say(images(hits.length) + " found");
    return [heading(`${images(hits.length)} with “${query}”`), pictured.length ? pictures(pictured, "Those with pictures") : null,
      hits.length ? el("h2", {}, "All") : null, hits.length ? names(hits, "All images found") : null];
  }

  function about() {
    const rows = tree.levels.map((level, l) => el("tr", {}, el("td", {}, String(l)), el("td.number", {}, number(level.sizes.length)),
      el("td.number", {}, number(level.sizes.filter(size => !size).length)), el("td.number", {}, number(Math.max(...level.sizes))),
      el("td.number", {}, level.drift.length ? percent(level.drift[0]) : "–"))).reverse();
    const head = ["Level", "Nodes", "Without images", "Largest", "Drift"].map((text, i) => el(i ? "th.number" : "th", {scope: "col"}, text));
    return [heading("About this tree"), el("p", {}, `Tree of epoch ${tree.epoch}, made of embeddings of ${tree.dimension} numbers. Drift is the share of all images that moved to another node since the tree before.`),
      el("div.wide", {}, el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))),
      tree.health ? el("p", {}, `The health of the encoder is ${tree.health}.`) : null,
      tree.unreadable ? el("p.warn", {}, `${images(tree.unreadable)} could not be read.`) : null,
      el("h2", {}, "Keys"), el("p", {}, el("kbd", {}, "/"), " search, ", el("kbd", {}, "Esc"), " one level up, arrow keys walk through the cards, ",
        el("kbd", {}, "Enter"), " opens one.")];
  }

  // ---- going about

  function say(text) {
    document.getElementById("status").textContent = text;
  }

  function view(hash) {
    const [kind, ...rest] = hash.replace(/^#\/?/, "").split("/");
    const valid = (l, i) => tree.levels[l] && i in tree.levels[l].sizes;
    if (kind === "node" && valid(+rest[0], +rest[1])) return nodeView(+rest[0], +rest[1]);
    if (kind === "image") return imageView(+rest[0]);
    if (kind === "outliers") return outliers();
    if (kind === "about") return about();
    if (kind === "search") return found(decodeURIComponent(rest.join("/")));
    return home();
  }

  function show(moveFocus) {
    main.replaceChildren(...view(location.hash).filter(Boolean));
    const h1 = main.querySelector("h1");
    document.title = h1.textContent + " · " + tree.title;
    document.querySelectorAll("header nav > a").forEach(link => {
      if (link.getAttribute("href") === (location.hash || "#/")) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    if (moveFocus) {
      scrollTo(0, 0);
      h1.focus();
    }
  }

  function up() {
    const [kind, level, index] = location.hash.replace(/^#\/?/, "").split("/");
    const parent = kind === "node" && +level < top ? address({level: +level + 1, index: tree.levels[+level].parents[+index]}) : "#/";
    if (kind) location.hash = parent;
  }

  addEventListener("hashchange", () => show(true));
  document.getElementById("search").addEventListener("submit", event => {
    event.preventDefault();
    const query = document.getElementById("query").value.trim();
    if (query) location.hash = "#/search/" + encodeURIComponent(query);
  });
  addEventListener("keydown", event => {
    const typing = /INPUT|SELECT|TEXTAREA/.test(event.target.tagName);
    if (event.key === "/" && !typing) {
      event.preventDefault();
      document.getElementById("query").focus();
    } else if (event.key === "Escape") {
      if (typing) event.target.blur();
      else up();
    }
  });
  show(false);
  document.documentElement.dataset.ready = "yes";
})();
