"use strict";

/** Makes an element: a tag with classes, properties or attributes, and children. */
function el(tag, options, ...children) {
  const [name, ...classes] = tag.split(".");
  const node = document.createElement(name);
  if (classes.length) node.className = classes.join(" ");
  for (const [key, value] of Object.entries(options || {})) {
    if (key in node && key !== "style") node[key] = value;
    else node.setAttribute(key, value);
  }
  node.append(...children.flat().filter(child => child !== null && child !== undefined));
  return node;
}

/** The bytes of a script element that holds base64. */
function bytesOf(id) {
  const text = atob(document.getElementById(id).textContent);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** The object of a script element that holds gzipped JSON. */
async function unpack(id) {
  const stream = new Blob([bytesOf(id)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function plain(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

const percent = share => Math.round(share * 100) + " %";
const number = value => value.toLocaleString("en-GB");

/** Small pictures on sheets; a sheet is decoded when one of its pictures is first shown. */
class Thumbnails {
  constructor(data) {
    this.data = data;
    this.places = new Map(data.images.map((image, i) => [image, data.places[i]]));
    this.urls = [];
  }

  has(image) {
    return this.places.has(image);
  }

  sheet(index) {
    if (!this.urls[index]) {
      this.urls[index] = URL.createObjectURL(new Blob([bytesOf("sheet-" + index)], {type: "image/jpeg"}));
    }
    return this.urls[index];
  }

  /** A square that shows an image, as wide as its style says; an empty label makes it decoration. */
  show(image, label) {
    const node = el("span.thumb");
    if (label) {
      node.setAttribute("role", "img");
      node.setAttribute("aria-label", label);
      node.title = label;
    } else {
      node.setAttribute("aria-hidden", "true");
    }
    const place = this.places.get(image);
    if (place === undefined) {
      node.classList.add("none");
      return node;
    }
    const {side} = this.data;
    const at = place % (side * side);
    const along = index => 100 * index / (side - 1) + "%";
    node.style.backgroundImage = `url(${this.sheet(Math.floor(place / (side * side)))})`;
    node.style.backgroundSize = 100 * side + "%";
    node.style.backgroundPosition = along(at % side) + " " + along(Math.floor(at / side));
    return node;
  }
}
