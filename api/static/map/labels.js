/* Names that do not run into each other: each is tried right, left, above, below, or left out. */
(function () {
  "use strict";
  const CG = window.ClusterGis;
  const LINE = 14;
  const FONTS = {
    group: 'italic 400 11.5px "Be Vietnam Pro", sans-serif',
    cluster: '600 12px "Be Vietnam Pro", sans-serif',
  };

  CG.Labels = L.Layer.extend({
    /* wanted(): [{point, text, sub, kind, clear, weight, always}] and obstacles(): [{x, y, r}], layer pixels. */
    initialize(board, wanted, obstacles) {
      this._board = board;
      this._wanted = wanted;
      this._obstacles = obstacles;
      this._pen = document.createElement("canvas").getContext("2d");
    },
    onAdd() {
      this._holder = L.DomUtil.create("div", "leaflet-zoom-hide", this.getPane("cg-names"));
      this.redraw();
    },
    onRemove() { this._holder.remove(); },
    getEvents() { return {moveend: this.redraw, viewreset: this.redraw}; },

    /* Several changes before the next frame are one redrawing. */
    redraw() {
      if (this._map && !this._asked) this._asked = requestAnimationFrame(() => this._draw());
    },

    _draw() {
      this._asked = null;
      const map = this._map;
      if (!map) return;
      const wanted = this._wanted();
      if (!wanted.length) {
        this._holder.replaceChildren();
        return;
      }
      const corner = map.containerPointToLayerPoint([0, 0]);
      const size = map.getSize();
      const side = size.x > 720 && !this._board.panelHidden ? 350 : 0;
      const inside = (box) => (
        box.left > corner.x + side && box.top > corner.y
        && box.right < corner.x + size.x && box.bottom < corner.y + size.y
      );
      const taken = this._obstacles().map(({x, y, r}) => (
        {left: x - r, right: x + r, top: y - r, bottom: y + r}
      ));
      document.querySelectorAll(".cg-insets, .cg-card:not([hidden])").forEach((frame) => {
        const at = corner.add([frame.offsetLeft, frame.offsetTop]);
        taken.push({left: at.x, top: at.y, right: at.x + frame.offsetWidth,
          bottom: at.y + frame.offsetHeight});
      });
      const free = (box) => !taken.some((other) => (
        box.left < other.right && box.right > other.left
        && box.top < other.bottom && box.bottom > other.top
      ));
      const made = [];
      wanted.sort((a, b) => b.weight - a.weight).forEach((label) => {
        this._pen.font = FONTS[label.kind];
        let width = this._pen.measureText(label.text).width + 4;
        if (label.sub) {
          this._pen.font = FONTS.group;
          width = Math.max(width, this._pen.measureText(label.sub).width + 4);
        }
        const height = label.sub ? 2 * LINE : LINE;
        const {x, y} = label.point;
        const gap = label.clear + 2;
        const above = {left: x - width / 2, top: y - gap - height};
        const places = label.kind === "group" ? [above] : [
          {left: x + gap, top: y - LINE / 2}, {left: x - gap - width, top: y - LINE / 2},
          above, {left: x - width / 2, top: y + gap},
        ];
        for (const place of places) {
          const box = {...place, right: place.left + width, bottom: place.top + height};
          if (inside(box) && (label.always || free(box))) {
            taken.push(box);
            const node = CG.el("span", {class: `cg-label cg-label-${label.kind}`}, label.text,
              label.sub ? CG.el("i", {}, label.sub) : "");
            L.DomUtil.setPosition(node, L.point(box.left, box.top).round());
            made.push(node);
            return;
          }
        }
      });
      this._holder.replaceChildren(...made);
    },
  });
})();
