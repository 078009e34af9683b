/* Shapes that tell classes apart without colour, hatches, and the Leaflet layer that draws them. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  const polygon = (x, y, r, corners, turn) => {
    const points = [];
    for (let i = 0; i < corners; i += 1) {
      const angle = turn + (2 * Math.PI * i) / corners;
      points.push(`${(x + r * Math.sin(angle)).toFixed(1)} ${(y - r * Math.cos(angle)).toFixed(1)}`);
    }
    return `M${points.join("L")}z`;
  };
  const circle = (x, y, r) => (
    `M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`
  );
  const cross = (x, y, r) => {
    const a = r * 0.34;
    return `M${x - r} ${y - r + a}L${x - r + a} ${y - r}L${x} ${y - a}L${x + r - a} ${y - r}`
      + `L${x + r} ${y - r + a}L${x + a} ${y}L${x + r} ${y + r - a}L${x + r - a} ${y + r}`
      + `L${x} ${y + a}L${x - r + a} ${y + r}L${x - r} ${y + r - a}L${x - a} ${y}z`;
  };

  /** Path of a shape of about the same ink for the same radius. */
  const SHAPES = {
    circle,
    square: (x, y, r) => polygon(x, y, r * 1.22, 4, Math.PI / 4),
    diamond: (x, y, r) => polygon(x, y, r * 1.28, 4, 0),
    triangle: (x, y, r) => polygon(x, y + r * 0.18, r * 1.36, 3, 0),
    pentagon: (x, y, r) => polygon(x, y, r * 1.18, 5, 0),
    cross: (x, y, r) => cross(x, y, r * 0.95),
    question: (x, y, r) => circle(x, y, r) + circle(x, y, r * 0.22),
    dot: (x, y, r) => circle(x, y, r * 0.55),
  };

  CG.shape = (symbol, x, y, r) => SHAPES[symbol](x, y, r);

  /** How a class is drawn as a symbol, in Leaflet's words. */
  CG.symbolStyle = (category) => ({
    symbol: category.symbol,
    color: category.hollow ? category.colour : "#ffffff",
    weight: category.hollow ? 2 : 1.25,
    fillColor: category.hollow ? "#ffffff" : category.colour,
    fillOpacity: category.hollow ? 0.85 : 1,
    opacity: 1,
  });

  /** The same as a small picture for legends and cards. */
  CG.symbolIcon = (category, size) => {
    const style = CG.symbolStyle(category);
    const box = size || 18;
    return CG.svg("svg", {
      width: box, height: box, viewBox: `0 0 ${box} ${box}`, "aria-hidden": "true", class: "cg-icon",
    }, CG.svg("path", {
      d: CG.shape(category.symbol, box / 2, box / 2, box * 0.34),
      fill: style.fillColor, stroke: style.color, "stroke-width": style.weight,
      "fill-rule": "evenodd",
    }));
  };

  /** A small area for legends: its line and its fill or hatch. */
  CG.areaIcon = (category) => {
    const style = CG.areaStyle(category, category.hatched);
    return CG.svg("svg", {width: 20, height: 20, viewBox: "0 0 20 20", "aria-hidden": "true",
      class: "cg-icon"}, CG.svg("path", {d: "M2 4l13-2 3 12-12 4z", fill: style.fillColor,
      "fill-opacity": style.fillOpacity, stroke: style.color, "stroke-width": style.weight,
      "stroke-dasharray": style.dashArray ? "4 2.4" : "none"}));
  };

  /** Leaflet layer of one symbol: fixed size on the screen, drawn by the map's SVG renderer. */
  CG.SymbolMarker = L.CircleMarker.extend({
    _updatePath() {
      const d = this._empty() ? "M0 0" : CG.shape(
        this.options.symbol, Math.round(this._point.x), Math.round(this._point.y), this._radius,
      );
      this._renderer._setPath(this, d);
    },
  });

  /** Hatches, one per colour, defined once in the page: `url(#…)` for a fill. */
  CG.hatch = (colour) => {
    const id = `cg-hatch-${colour.slice(1)}`;
    if (!document.getElementById(id)) {
      let holder = document.getElementById("cg-hatches");
      if (!holder) {
        holder = CG.svg("svg", {id: "cg-hatches", width: 0, height: 0, "aria-hidden": "true"});
        holder.style.position = "absolute";
        document.body.append(holder);
      }
      holder.append(CG.svg("defs", {}, CG.svg("pattern", {
        id, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
      },
      CG.svg("rect", {width: 7, height: 7, fill: colour, "fill-opacity": 0.1}),
      CG.svg("line", {x1: 0, y1: 0, x2: 0, y2: 7, stroke: colour, "stroke-width": 1.6,
        "stroke-opacity": 0.55}))));
    }
    return `url(#${id})`;
  };

  /** How an area is drawn: dashed when planned or indicative, hatched when indicative. */
  CG.areaStyle = (category, indicative) => ({
    color: category.colour,
    weight: 1.75,
    opacity: 1,
    dashArray: category.dashed || indicative ? "6 4" : null,
    fillColor: indicative ? CG.hatch(category.colour) : category.colour,
    fillOpacity: indicative ? 1 : 0.22,
  });
})();
