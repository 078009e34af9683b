/* Lots, works and outlines from vector tiles: drawn on canvas, so that a hundred thousand pan.
   Needs the product's server; a file that stands alone carries its rows instead. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const EXTENT = 4096;
  const vendor = new URL("../vendor/", document.currentScript.src).href;

  let decoder = null;
  const decode = () => {
    decoder = decoder || Promise.all([
      import(`${vendor}vector-tile/vector-tile.js`), import(`${vendor}vector-tile/pbf.js`),
    ]).then(([tile, pbf]) => (bytes) => new tile.VectorTile(new pbf.PbfReader(bytes)));
    return decoder;
  };

  const MATCHES = (properties, when) => (
    Object.entries(when).every(([name, value]) => (
      Array.isArray(value) ? value.includes(properties[name]) : properties[name] === value
    ))
  );

  /** The class of a feature: the first whose conditions it meets; the last is "not known". */
  CG.tileClass = (spec, properties) => (
    spec.classes.find((one) => MATCHES(properties, one.when)) || spec.classes[spec.classes.length - 1]
  );

  const patterns = new Map();
  /* Lines of a hatch by symbol, so that two hatches differ without colour too: [from, to] in a cell
     of eight pixels. Eight pixels divide a tile, so hatches run on from one to the next. */
  const UP = [-8, 0, 8].map((shift) => [shift - 1, 9, shift + 9, -1]);
  const DOWN = [-8, 0, 8].map((shift) => [shift - 1, -1, shift + 9, 9]);
  const LEVEL = [[-1, 4, 9, 4]];
  const UPRIGHT = [[4, -1, 4, 9]];
  const HATCHES = {square: UP, triangle: DOWN, diamond: LEVEL, circle: UPRIGHT,
    cross: [...UP, ...DOWN], pentagon: [...LEVEL, ...UPRIGHT], question: [[2, 4, 5, 4]]};
  const hatch = ({colour, symbol}, ratio) => {
    const key = `${colour} ${symbol} ${ratio}`;
    if (!patterns.has(key)) {
      const cell = document.createElement("canvas");
      cell.width = cell.height = 8 * ratio;
      const pen = cell.getContext("2d");
      pen.scale(ratio, ratio);
      pen.strokeStyle = colour;
      pen.lineWidth = 1.3;
      pen.beginPath();
      (HATCHES[symbol] || UP).forEach(([x, y, toX, toY]) => {
        pen.moveTo(x, y);
        pen.lineTo(toX, toY);
      });
      pen.stroke();
      patterns.set(key, pen.createPattern(cell, "repeat"));
    }
    return patterns.get(key);
  };

  const trace = (pen, lines, scale) => {
    pen.beginPath();
    lines.forEach((line) => line.forEach((point, at) => {
      if (at) pen.lineTo(point.x * scale, point.y * scale);
      else pen.moveTo(point.x * scale, point.y * scale);
    }));
  };

  const drawArea = (pen, lines, category, scale, ratio) => {
    trace(pen, lines, scale);
    if (category.outline) {
      pen.fillStyle = "rgba(0,0,0,0)";
    } else if (category.hollow || category.hatched) {
      pen.fillStyle = category.hatched ? "rgba(255,255,255,0.2)" : "rgba(255,255,255,0.55)";
      pen.fill("evenodd");
      pen.save();
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillStyle = hatch(category, ratio);
      pen.fill("evenodd");
      pen.restore();
    } else {
      pen.globalAlpha = category.dashed ? 0.15 : 0.55;
      pen.fillStyle = category.colour;
      pen.fill("evenodd");
      pen.globalAlpha = 1;
    }
    pen.setLineDash(category.dashed ? [5, 3] : []);
    pen.strokeStyle = category.colour;
    pen.lineWidth = category.outline && !category.hollow ? 2 : 1.1;
    pen.stroke();
  };

  /* The sign of a class in legends: a hatched one as the area it is. */
  const icon = (category, size) => {
    if (!category.hatched) return CG.symbolIcon(category, size);
    const canvas = CG.el("canvas", {class: "cg-icon", width: size * 2, height: size * 2,
      "aria-hidden": "true"});
    canvas.style.width = canvas.style.height = `${size}px`;
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    const [near, far] = [1, size - 1];
    drawArea(pen, [[{x: near, y: near}, {x: far, y: near}, {x: far, y: far}, {x: near, y: far},
      {x: near, y: near}]], category, 1, 2);
    return canvas;
  };

  const drawLine = (pen, lines, category, scale) => {
    trace(pen, lines, scale);
    pen.setLineDash(category.dashed ? [6, 4] : []);
    pen.strokeStyle = category.colour;
    pen.lineWidth = 2.2;
    pen.stroke();
  };

  const drawPoint = (pen, lines, category, scale) => {
    pen.setLineDash([]);
    lines.forEach((line) => line.forEach((point) => {
      const shape = new Path2D(CG.shape(category.symbol, point.x * scale, point.y * scale, 3.2));
      pen.fillStyle = category.hollow ? "#ffffff" : category.colour;
      pen.strokeStyle = category.colour;
      pen.lineWidth = 1.4;
      pen.fill(shape, "evenodd");
      pen.stroke(shape);
    }));
  };

  /* A ring round the cluster, filled clockwise by a share; grey where the share is not known. */
  const drawSum = (pen, lines, spec, properties, scale) => {
    const {x, y} = lines[0][0];
    const share = properties[spec.sums.share];
    const known = share !== undefined;
    const arc = (from, to, colour, width) => {
      pen.beginPath();
      pen.arc(x * scale, y * scale, spec.sums.radius, from, to);
      pen.strokeStyle = colour;
      pen.lineWidth = width;
      pen.stroke();
    };
    const top = -Math.PI / 2;
    pen.setLineDash([]);
    arc(0, 2 * Math.PI, "#ffffff", 5);
    pen.setLineDash(known ? [] : [3, 3]);
    arc(0, 2 * Math.PI, known ? spec.sums.rest : "#767c85", known ? 1.6 : 2.5);
    pen.setLineDash([]);
    if (share > 0) arc(top, top + (2 * Math.PI * share) / 100, spec.sums.colour, 4);
  };

  const Tiles = L.GridLayer.extend({
    initialize(board, spec) {
      L.GridLayer.prototype.initialize.call(this, {
        pane: "cg-tiles", minZoom: spec.from_zoom, maxZoom: 24, keepBuffer: 1,
        updateWhenZooming: false,
      });
      this.board = board;
      this.spec = spec;
      this.held = new Map();
      this.on("tileunload", ({coords}) => {
        const key = this._tileCoordsToKey(coords);
        const tile = this.held.get(key);
        if (tile) tile.ended.abort();
        this.held.delete(key);
      });
    },

    createTile(coords, done) {
      const size = this.getTileSize();
      const ratio = Math.min(window.devicePixelRatio || 1, 2);
      const canvas = L.DomUtil.create("canvas", "leaflet-tile");
      canvas.width = size.x * ratio;
      canvas.height = size.y * ratio;
      canvas.style.width = `${size.x}px`;
      canvas.style.height = `${size.y}px`;
      const tile = {ended: new AbortController(), features: []};
      this.held.set(this._tileCoordsToKey(coords), tile);
      this._fetch(coords, tile).then(() => {
        this._draw(canvas, tile.features, ratio);
        done(null, canvas);
      }, (error) => done(error.name === "AbortError" ? null : error, canvas));
      return canvas;
    },

    async _fetch(coords, tile) {
      if (this.spec.none) return;
      const address = this.spec.url.replace("{z}", coords.z)
        .replace("{row}", coords.y).replace("{col}", coords.x);
      const answer = await fetch(address, {signal: tile.ended.signal});
      if (!answer.ok) throw new Error(`${answer.status} ${address}`);
      if (answer.status === 204) return;
      const read = await decode();
      const layers = read(new Uint8Array(await answer.arrayBuffer())).layers;
      Object.values(layers).forEach((layer) => {
        const sum = Boolean(this.spec.sums) && layer.name === this.spec.sums.name;
        for (let at = 0; at < layer.length; at += 1) {
          const feature = layer.feature(at);
          tile.features.push({
            type: feature.type, properties: feature.properties, lines: feature.loadGeometry(), sum,
          });
        }
      });
    },

    _draw(canvas, features, ratio) {
      const pen = canvas.getContext("2d");
      const scale = this.getTileSize().x / EXTENT;
      pen.scale(ratio, ratio);
      const hidden = this.board.tileHidden[this.spec.id];
      features.forEach(({type, properties, lines, sum}) => {
        if (sum) {
          drawSum(pen, lines, this.spec, properties, scale);
          return;
        }
        const category = CG.tileClass(this.spec, properties);
        if (hidden.has(category.code)) return;
        if (type === 3) {
          drawArea(pen, lines, {...category, outline: this.spec.outline}, scale, ratio);
        } else if (type === 2) drawLine(pen, lines, category, scale);
        else drawPoint(pen, lines, category, scale);
      });
    },

    /** Draw again what is held: after a class was switched on or off. */
    repaint() {
      Object.values(this._tiles).forEach(({el, coords}) => {
        const tile = this.held.get(this._tileCoordsToKey(coords));
        el.getContext("2d").reset();
        if (tile) this._draw(el, tile.features, el.width / this.getTileSize().x);
      });
    },

    /** The feature drawn last at a place; null when there is none. */
    featureAt(latlng) {
      if (!this._map || this._tileZoom === undefined) return null;
      const size = this.getTileSize().x;
      const world = this._map.project(latlng, this._tileZoom);
      const at = world.divideBy(size).floor();
      const key = this._tileCoordsToKey({x: at.x, y: at.y, z: this._tileZoom});
      const tile = this.held.get(key);
      if (!tile) return null;
      const scale = EXTENT / size;
      const spot = world.subtract(at.multiplyBy(size)).multiplyBy(scale);
      const hidden = this.board.tileHidden[this.spec.id];
      const found = tile.features.filter(({properties, sum}) => (
        sum || !hidden.has(CG.tileClass(this.spec, properties).code)
      )).filter((feature) => touches(feature, spot, scale));
      // Of units inside each other the smallest: its class stands last.
      const rank = (one) => this.spec.classes.indexOf(CG.tileClass(this.spec, one.properties));
      if (this.spec.outline) found.sort((a, b) => rank(a) - rank(b));
      return found.length ? found[found.length - 1] : null;
    },
  });

  const touches = ({type, lines, sum}, spot, scale) => {
    if (type === 3) {
      return lines.reduce((inside, ring) => (isInside(ring, spot) ? !inside : inside), false);
    }
    const reach = (sum ? 14 : 6) * scale;
    if (type === 1) {
      return lines.flat().some((p) => Math.hypot(p.x - spot.x, p.y - spot.y) <= reach);
    }
    return lines.some((line) => line.slice(1).some((end, at) => (
      L.LineUtil.pointToSegmentDistance(spot, line[at], end) <= reach
    )));
  };

  const isInside = (ring, {x, y}) => {
    let inside = false;
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i, i += 1) {
      const [a, b] = [ring[i], ring[j]];
      if ((a.y > y) !== (b.y > y) && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) {
        inside = !inside;
      }
    }
    return inside;
  };

  /** Text nodes about a feature, with a button to the card of its cluster. */
  const describe = (board, spec, {properties, sum}) => {
    const say = (key, values) => CG.say(board, key, values);
    const category = sum ? null : CG.tileClass(spec, properties);
    const code = properties.cluster_code || properties.code;
    const name = properties.cluster_name || properties.name || code;
    const facts = (sum ? spec.sums.facts : spec.facts)
      .filter(({property}) => properties[property] !== undefined && properties[property] !== "")
      .flatMap(({property, label, unit}) => [
        CG.el("dt", {}, label),
        CG.el("dd", {}, typeof properties[property] === "number"
          ? `${CG.number(board, properties[property])}${unit ? ` ${unit}` : ""}`
          : String(properties[property])),
      ]);
    return CG.el("div", {class: "cg-tile-facts", lang: board.language},
      CG.el("strong", {}, sum ? spec.sums.label : spec.label),
      category ? CG.el("span", {class: "cg-state"}, icon(category, 16), category.label) : "",
      CG.el("dl", {}, facts),
      board.byCode && board.byCode.has(code)
        ? CG.el("button", {type: "button", onclick: () => CG.select(board, code)},
          say("open_cluster", {name}))
        : CG.el("span", {}, name || ""));
  };

  /* How many features of each class there are, asked of the server while the layer is on. */
  const countClasses = (board, spec, told) => {
    let counted = null;
    return async () => {
      if (!spec.counts_url || !board.map.hasLayer(board.tiles[spec.id])) return;
      const address = new URL(spec.counts_url, location.href);
      address.searchParams.set("datetime", board.shownDay || board.day);
      if (board.knownAt) address.searchParams.set("known_at", board.knownAt);
      if (board.view.province) address.searchParams.set("province", board.view.province);
      if (counted === address.href) return;
      counted = address.href;
      const answer = await fetch(address).catch(() => null);
      if (counted !== address.href) return;
      if (answer && answer.ok) told(await answer.json());
      else {
        counted = null;
        told(null);
      }
    };
  };

  const legend = (board, spec, layer) => {
    const say = (key, values) => CG.say(board, key, values);
    const shown = CG.el("input", {type: "checkbox", checked: spec.on,
      onchange: () => {
        if (shown.checked) board.map.addLayer(layer);
        else board.map.removeLayer(layer);
        follow();
      }});
    const note = CG.el("small", {class: "cg-tile-note", role: spec.switch ? "status" : null});
    let counts = null;
    let failed = false;
    const numbers = new Map();
    const classes = spec.classes.map((category) => {
      const box = CG.el("input", {type: "checkbox", checked: true,
        onchange: () => {
          const hidden = board.tileHidden[spec.id];
          if (box.checked) hidden.delete(category.code);
          else hidden.add(category.code);
          layer.repaint();
        }});
      const count = CG.el("span", {class: "cg-count"},
        category.count === null || category.count === undefined
          ? "" : CG.number(board, category.count));
      numbers.set(category.code, count);
      return CG.el("li", {"data-code": category.code},
        CG.el("label", {}, box, icon(category, 16), CG.el("span", {class: "cg-text"}, category.label)),
        count);
    });
    const list = CG.el("ul", {}, classes);
    const isNone = () => Object.values(counts.classes).every((value) => !value);
    const told = (answer) => {
      failed = answer === null;
      counts = answer;
      // Nothing in the whole country: no tile needs to be asked for.
      if (counts && !board.view.province) spec.none = isNone();
      numbers.forEach((count, code) => {
        const value = counts && counts.classes[code];
        count.textContent = counts ? CG.number(board, value) : "";
        // What a class is not seen in is left out of a long legend, but a single one stays.
        count.parentElement.hidden = Boolean(counts) && !value;
      });
      follow();
    };
    const count = countClasses(board, spec, told);
    const follow = () => {
      const zoom = Math.round(board.map.getZoom());
      const on = board.map.hasLayer(layer);
      const far = zoom < spec.from_zoom;
      const sums = Boolean(spec.sums) && zoom < spec.sums.below;
      const none = counts && spec.empty && isNone();
      const lines = [none ? spec.empty : far ? say("tiles_far", {name: spec.label})
        : sums ? spec.sums.note : ""];
      if (!none && counts && counts.unplaced) {
        lines.push(say("tiles_unplaced", {count: CG.number(board, counts.unplaced)}));
      }
      if (failed) lines.push(say("tiles_failed"));
      note.textContent = lines.filter(Boolean).join(" ");
      list.hidden = !on || none || (!counts && (far || sums));
      node.hidden = Boolean(spec.switch) && !on;
      count();
    };
    const node = CG.el("section", {"data-layer": spec.id, class: "cg-tile-section"},
      spec.switch ? "" : CG.el("label", {class: "cg-tile-name"}, shown, spec.label), note, list);
    layer.on("loading", () => { failed = false; });
    layer.on("tileerror", () => {
      failed = true;
      follow();
    });
    board.map.on("zoomend", follow);
    if (spec.switch) {
      CG.on(board, "layer", ({name}) => { if (name === spec.switch) follow(); });
      CG.on(board, "view", (what) => { if (what !== "selected" && what !== "theme") count(); });
    }
    follow();
    return node;
  };

  /* Tiles of the day that the clusters are of. */
  const followDay = (board, specs) => {
    CG.on(board, "view", (what) => {
      if (what !== "data") return;
      specs.forEach((spec) => {
        const [address, query] = spec.url.split("?");
        const asked = new URLSearchParams(query);
        asked.set("datetime", board.shownDay);
        if (board.knownAt) asked.set("known_at", board.knownAt);
        else asked.delete("known_at");
        const url = `${address}?${asked}`;
        if (url === spec.url) return;
        spec.url = url;
        spec.none = false;
        board.map.closePopup();
        if (board.map.hasLayer(board.tiles[spec.id])) board.tiles[spec.id].redraw();
      });
    });
  };

  /* A legend of its own in a corner, for maps without the panel's switches. */
  const corner = (board, sections) => {
    const control = L.control({position: "bottomright"});
    control.onAdd = () => {
      const box = CG.el("details", {class: "cg-tile-legend", open: board.map.getSize().x > 720},
        CG.el("summary", {}, CG.say(board, "tiles_legend")), sections);
      L.DomEvent.disableClickPropagation(box);
      L.DomEvent.disableScrollPropagation(box);
      return box;
    };
    control.addTo(board.map);
  };

  /** options.layers: see maps/tile_layers.py. The layers are in board.tiles by their id; those with
      a switch in the panel are in board.layers too, off at first, their legends in board.legends. */
  CG.tiles = (map, options) => {
    const board = CG.board(map);
    map.createPane("cg-tiles").style.zIndex = 340;
    board.tiles = {};
    board.tileHidden = {};
    board.legends = {};
    const own = [];
    options.layers.forEach((spec, at) => {
      board.tileHidden[spec.id] = new Set();
      const layer = (board.tiles[spec.id] = new Tiles(board, spec));
      layer.options.zIndex = at + 1;
      if (spec.on) layer.addTo(map);
      if (spec.switch) {
        board.layers[spec.switch] = layer;
        board.offAtFirst = [...(board.offAtFirst || ["background"]), spec.switch];
        board.legends[spec.switch] = legend(board, spec, layer);
      } else own.push(legend(board, spec, layer));
    });
    if (own.length) corner(board, own);
    if (board.desk) followDay(board, options.layers);
    CG.tell(board, "layers");
    const found = (latlng, fits) => {
      for (const spec of [...options.layers].reverse()) {
        const layer = board.tiles[spec.id];
        const feature = fits(spec) && map.hasLayer(layer) ? layer.featureAt(latlng) : null;
        if (feature) return {spec, feature};
      }
      return null;
    };
    /** Pixels that the rings of sums reach round a cluster; 0 = none is drawn. */
    board.ringReach = () => Math.max(0, ...options.layers.filter(({id, sums, from_zoom: from}) => (
      sums && map.hasLayer(board.tiles[id]) && Math.round(map.getZoom()) >= from
      && Math.round(map.getZoom()) < sums.below
    )).map(({sums}) => sums.radius + 3));
    ["layeradd", "layerremove"].forEach((name) => map.on(name, ({layer}) => {
      if (Object.values(board.tiles).includes(layer) && board.layers.labels) {
        board.layers.labels.redraw();
      }
    }));
    /** Whether a click there is meant for a lot, a work or another feature of a tile. */
    board.tileAt = (latlng) => Boolean(found(latlng, (spec) => !spec.outline));
    map.on("click", ({latlng}) => {
      const one = found(latlng, () => true);
      if (!one) return;
      L.popup({className: "cg-tile-popup", maxWidth: 300})
        .setLatLng(latlng).setContent(describe(board, one.spec, one.feature)).openOn(map);
    });
  };
})();
