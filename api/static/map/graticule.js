/* VN-2000 grid: lines from the page, spacing by zoom, kilometre figures at the edge of the view. */
(function () {
  "use strict";
  const CG = window.ClusterGis;

  const stepFor = (zoom) => {
    if (zoom < 8.5) return 50;
    if (zoom < 9.5) return 20;
    if (zoom < 11) return 10;
    return zoom < 12.5 ? 5 : 2;
  };

  /* The point of a line that lies farthest along the axis without passing the edge. */
  const lastInside = (pixels, along, edge) => {
    let best = null;
    pixels.forEach((pixel, at) => {
      if (pixel[along] <= edge && (!best || pixel[along] > best[along])) best = pixel;
      const before = pixels[at - 1];
      if (before && (before[along] - edge) * (pixel[along] - edge) < 0) {
        const share = (edge - before[along]) / (pixel[along] - before[along]);
        best = L.point(before.x + share * (pixel.x - before.x), before.y + share * (pixel.y - before.y));
      }
    });
    return best;
  };

  const Grid = L.LayerGroup.extend({
    initialize(board, grid) {
      L.LayerGroup.prototype.initialize.call(this);
      this._board = board;
      this._renderer = L.svg({pane: "cg-grid", padding: 0.5});
      this._figures = L.layerGroup();
      const [south, west, north, east] = grid.extent;
      this._extent = L.latLngBounds([south, west], [north, east]);
      this._lines = grid.lines.map(([axis, km, flat]) => {
        const points = [];
        for (let i = 0; i < flat.length; i += 2) points.push([flat[i + 1], flat[i]]);
        return {axis, km, points};
      });
    },
    onAdd(map) {
      L.LayerGroup.prototype.onAdd.call(this, map);
      this._figures.addTo(map);
      map.on("moveend", this._draw, this);
      this._draw();
    },
    onRemove(map) {
      map.off("moveend", this._draw, this);
      this._figures.remove();
      L.LayerGroup.prototype.onRemove.call(this, map);
    },
    _draw() {
      const step = stepFor(this._map.getZoom());
      const lines = this._lines.filter((line) => line.km % step === 0);
      if (step !== this._step) {
        this._step = step;
        this.clearLayers();
        this.addLayer(L.polyline(lines.map((line) => line.points), {
          pane: "cg-grid", renderer: this._renderer, interactive: false,
          color: this._board.colours.grid, weight: 0.7, opacity: 0.5,
        }));
      }
      this._write(lines);
    },
    /* Eastings at the lowest visible point of their line, northings at the rightmost one:
       the panel is on the left. */
    _write(lines) {
      this._figures.clearLayers();
      const map = this._map;
      const size = map.getSize();
      const wide = size.x > 720;
      const edges = {e: size.y - (wide ? 16 : 84), n: size.x - (wide ? 22 : 18)};
      const left = wide && !this._board.panelHidden ? 350 : 24;
      lines.forEach(({axis, km, points}) => {
        const [along, across] = axis === "e" ? ["y", "x"] : ["x", "y"];
        const at = lastInside(points.map((point) => map.latLngToContainerPoint(point)),
          along, edges[axis]);
        if (!at || at[along] < (axis === "e" ? 60 : left + 60)) return;
        const low = axis === "e" ? left : 20;
        const high = axis === "e" ? size.x - (at.y > size.y - 60 ? 350 : 20) : size.y - 90;
        if (at[across] < low || at[across] > high) return;
        this._figures.addLayer(L.marker(map.containerPointToLatLng(at), {
          interactive: false, keyboard: false, pane: "cg-names",
          icon: L.divIcon({className: `cg-grid-figure cg-grid-${axis}`, iconSize: null,
            html: CG.el("span", {}, String(km))}),
        }));
      });
    },
  });

  CG.graticule = (map, grids) => {
    const board = CG.board(map);
    const codes = Object.keys(grids);
    if (!codes.length) return;
    board.grids = grids;
    board.layers.grid = L.layerGroup();
    const choose = () => {
      board.layers.grid.clearLayers();
      codes.filter((code) => board.view.province === null || board.view.province === code)
        .forEach((code) => board.layers.grid.addLayer(new Grid(board, grids[code])));
    };
    choose();
    board.layers.grid.addTo(map);
    CG.on(board, "view", (what) => { if (what === "province") choose(); });
  };
})();
