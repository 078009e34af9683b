/* Every table marked data-cg-table: sorted by its heads, filtered by words, saved as XLSX or CSV.
   A comfort; without it the tables stand as the server wrote them. */
(function () {
  "use strict";

  const words = JSON.parse(document.getElementById("cg-table-words").textContent);
  const decimal = document.documentElement.lang === "vi" ? "," : ".";
  const order = new Intl.Collator("vi", { numeric: true, sensitivity: "base" });
  const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

  /* What a cell says: a figure, a day, or text; a second line (.sub) is a remark, not the value. */
  function valueOf(cell) {
    const copy = cell.cloneNode(true);
    copy.querySelectorAll(".sub, .visually-hidden, .phone-label, button").forEach((part) => part.remove());
    const text = copy.textContent.replace(/\s+/g, " ").trim();
    if (copy.querySelector(".unknown")) return { text, empty: true };
    const sum = cell.querySelector("[data-vnd]") || cell;
    if (sum.dataset.vnd) {
      return { text, number: Number(sum.dataset.vnd), vnd: sum.dataset.vnd, mark: sum.dataset.mark || "" };
    }
    const day = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
    if (day) return { text, day: `${day[3]}-${day[2]}-${day[1]}` };
    if (!cell.classList.contains("num")) return { text };
    const group = decimal === "," ? "." : ",";
    const figure = /^(-?[\d.,]+)(?:\s?(%|ha|m²|m))?$/.exec(text);
    if (!figure) return { text };
    const number = Number(figure[1].split(group).join("").replace(decimal, "."));
    return Number.isFinite(number) ? { text, number, unit: figure[2] || "" } : { text };
  }

  /* Unknown cells come last, whatever the direction. */
  function compare(one, other, down) {
    if (one.empty || other.empty) return (one.empty ? 1 : 0) - (other.empty ? 1 : 0);
    const sign = down ? -1 : 1;
    if ("number" in one && "number" in other) return sign * (one.number - other.number);
    if (one.day && other.day) return sign * order.compare(one.day, other.day);
    return sign * order.compare(one.text, other.text);
  }

  function sortable(table, head, place) {
    if (!head.textContent.trim()) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const body = table.tBodies[0];
      [...body.rows]
        .map((row) => ({ row, value: valueOf(row.cells[place]) }))
        .sort((one, other) => compare(one.value, other.value, down))
        .forEach(({ row }) => body.append(row));
    });
  }

  function filterBox(table, bar) {
    const box = document.createElement("input");
    box.type = "search";
    box.placeholder = words.filter;
    box.setAttribute("aria-label", `${words.filter}: ${table.dataset.cgTable}`);
    const count = document.createElement("span");
    count.className = "muted";
    count.setAttribute("role", "status");
    box.addEventListener("input", () => {
      const wanted = bare(box.value).split(/\s+/).filter(Boolean);
      const rows = [...table.tBodies[0].rows];
      rows.forEach((row) => {
        const text = bare(row.textContent);
        row.hidden = !wanted.every((word) => text.includes(word));
      });
      const shown = rows.filter((row) => !row.hidden).length;
      count.textContent = wanted.length ? `${shown} / ${rows.length}` : "";
    });
    bar.append(box, count);
    return box;
  }

  /* The table as the reader sees it: order, filter and all; the server makes the file. */
  function content(table, box) {
    const cells = (row) => [...row.cells].map(valueOf);
    const heads = [...table.tHead.rows[table.tHead.rows.length - 1].cells];
    return {
      title: table.dataset.cgTable,
      page: document.title,
      address: window.location.pathname + window.location.search,
      filter: box ? box.value.trim() : "",
      columns: heads.map((head) => head.textContent.replace(/\s+/g, " ").trim()),
      rows: [...table.tBodies[0].rows, ...(table.tFoot ? table.tFoot.rows : [])]
        .filter((row) => !row.hidden)
        .map((row) => cells(row).map(({ text, number, day, empty, vnd, mark }) =>
          empty ? null : vnd ? { vnd, mark } : number !== undefined ? number : day ? { day } : text)),
    };
  }

  async function save(table, box, suffix, button) {
    button.disabled = true;
    try {
      const answer = await fetch(`/tables.${suffix}${window.location.search}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(content(table, box)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const link = document.createElement("a");
      link.href = URL.createObjectURL(await answer.blob());
      link.download = `${bare(table.dataset.cgTable).replace(/[^a-z0-9]+/g, "-")}.${suffix}`;
      link.click();
      URL.revokeObjectURL(link.href);
    } catch (fault) {
      window.alert(`${words.failed} (${fault.message})`);
    } finally {
      button.disabled = false;
    }
  }

  function enhance(table) {
    if (table.dataset.cgReady || !table.tHead || !table.tBodies.length) return;
    table.dataset.cgReady = "true";
    const bar = document.createElement("div");
    bar.className = "table-bar";
    const box = table.tBodies[0].rows.length > 5 ? filterBox(table, bar) : null;
    ["xlsx", "csv"].forEach((suffix) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button quiet";
      button.textContent = suffix === "xlsx" ? "Excel (XLSX)" : "CSV";
      button.setAttribute("aria-label", `${button.textContent}: ${table.dataset.cgTable}`);
      button.addEventListener("click", () => save(table, box, suffix, button));
      bar.append(button);
    });
    const frame = table.closest(".table-frame") || table;
    frame.before(bar);
    [...table.tHead.rows[table.tHead.rows.length - 1].cells].forEach((head, place) => sortable(table, head, place));
  }

  const enhanceAll = () => document.querySelectorAll("table[data-cg-table]").forEach(enhance);
  enhanceAll();
  document.addEventListener("htmx:afterSwap", enhanceAll);
})();
