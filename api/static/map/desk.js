/* The desk asks its server for the rows of a day, says what it waits for and what went wrong. */
(function () {
  "use strict";
  const CG = (window.ClusterGis = window.ClusterGis || {});
  const SLOW_MS = 200;

  CG.desk = (map) => {
    const board = CG.board(map);
    if (!board.desk) return;
    const host = CG.host(board);
    const news = CG.el("div", {class: "cg-news", role: "status"});
    const trouble = CG.el("div", {class: "cg-trouble", role: "alert", hidden: true});
    host.append(CG.el("div", {class: "cg-messages"}, news, trouble));
    board.desk.asked = Object.fromEntries(new URLSearchParams(location.search));
    board.news = news;
    board.trouble = trouble;
    CG.showLayers(board, board.asked.layers);
    board.layersReady = true;
    window.addEventListener("popstate", () => {
      const asked = new URLSearchParams(location.search);
      const day = asked.get("as_of") || board.desk.today;
      const known = asked.get("known_at");
      // The subject and the language are made by the server.
      if (["subject", "lang", ...Object.keys(board.desk.dropped)].some((name) => (
        (asked.get(name) || "") !== (board.desk.asked[name] || "")))) {
        location.reload();
        return;
      }
      const moved = day !== board.day || known !== board.knownAt;
      Object.assign(board, {day, dated: asked.has("as_of"), knownAt: known});
      CG.tell(board, "day");
      CG.comeBack(board);
      if (moved) CG.fetchRows(board);
      else if (board.ready) checkView(board);
    });
    // What was missed while the network was away comes by itself when it is back.
    window.addEventListener("online", () => { if (!trouble.hidden) CG.fetchRows(board); });
    followLinks(board);
    CG.fetchRows(board);
  };

  /** Ask for the rows of the day chosen; a question asked before is dropped. */
  CG.fetchRows = async (board) => {
    if (board.question) board.question.abort();
    const question = new AbortController();
    board.question = question;
    board.trouble.hidden = true;
    const host = CG.host(board);
    host.setAttribute("aria-busy", "true");
    const slow = setTimeout(() => {
      board.news.textContent = CG.say(board, "loading", {date: CG.date(board.day)});
    }, board.ready ? SLOW_MS : 0);
    try {
      const answer = await fetch(rowsAddress(board), {
        signal: question.signal, headers: {Accept: "application/json"},
      });
      if (!answer.ok) {
        CG.complain(board, await reasonOf(board, answer), () => CG.fetchRows(board));
        return;
      }
      take(board, await answer.json());
    } catch (error) {
      if (error.name === "AbortError") return;
      if (!(error instanceof TypeError)) throw error;
      CG.complain(board, CG.say(board, "offline"), () => CG.fetchRows(board));
    } finally {
      clearTimeout(slow);
      if (board.question === question) {
        board.news.textContent = "";
        host.removeAttribute("aria-busy");
      }
    }
  };

  /** Say in words what went wrong, and offer to try again. */
  CG.complain = (board, text, again) => {
    const shown = board.shownDay && board.shownDay !== board.day
      ? CG.say(board, "still_shown", {date: CG.date(board.shownDay)}) : "";
    board.trouble.replaceChildren(CG.el("p", {}, text, " ", shown),
      CG.el("button", {type: "button", onclick: again}, CG.say(board, "retry")));
    board.trouble.hidden = false;
  };

  function rowsAddress(board) {
    const address = new URL(board.desk.rows_url, location.href);
    if (board.dated) address.searchParams.set("as_of", board.day);
    if (board.knownAt) address.searchParams.set("known_at", board.knownAt);
    return address;
  }

  async function reasonOf(board, answer) {
    if (answer.status === 503) return CG.say(board, "database_away");
    const told = await answer.json().catch(() => ({}));
    const detail = (told.details && told.details[board.language]) || told.detail;
    return detail || CG.say(board, "server_failed", {status: answer.status});
  }

  function take(board, parts) {
    const first = !board.ready;
    board.shownDay = board.day;
    board.about = parts.panel;
    board.load(parts.clusters);
    if (parts.subject && board.loadSubject) board.loadSubject(parts.subject);
    else if (parts.subject && CG.subject) CG.subject(board.map, parts.subject);
    board.ready = true;
    if (first) CG.arrive(board);
    checkView(board);
    CG.remember(board);
    CG.tell(board, "address");
    performance.mark("cg-usable");
    CG.host(board).dataset.shown = board.day;
  }

  /* What the address asks for and these rows do not have is told, each with the way out of it. */
  function checkView(board) {
    board.trouble.hidden = true;
    const {selected} = board.view;
    const away = [];
    if (selected && !board.byCode.has(selected)) {
      away.push({text: CG.say(board, "not_here", {code: selected}), key: "close",
        undo: () => CG.select(board, null)});
    }
    [["unit", board.units], ["sector", board.sectors]].forEach(([name, known]) => {
      const value = board.view[name];
      if (value === null || known.some(([one]) => one === value)) return;
      away.push({text: CG.say(board, `no_${name}`, {value, date: CG.date(board.shownDay)}),
        key: "filter_off", undo: () => {
          board.view[name] = null;
          CG.tell(board, "view", "filter");
        }});
    });
    if (!away.length) return;
    board.trouble.replaceChildren(...away.flatMap(({text, key, undo}) => [CG.el("p", {}, text),
      CG.el("button", {type: "button", onclick: () => {
        undo();
        checkView(board);
      }}, CG.say(board, key))]));
    board.trouble.hidden = false;
  }

  /* Links to another subject or language, marked data-cg-keep, take the view along. */
  function followLinks(board) {
    const follow = () => {
      document.querySelectorAll("a[data-cg-keep]").forEach((link) => {
        link.href = CG.addressWith(board, JSON.parse(link.dataset.cgKeep));
      });
    };
    /* Other pages take the clocks and the province along, as they are now. */
    const carry = () => {
      const now = CG.parameters(board);
      document.querySelectorAll("a[data-cg-carry]").forEach((link) => {
        const address = new URL(link.href);
        ["province", "as_of", "known_at"].forEach((name) => {
          if (now.get(name)) address.searchParams.set(name, now.get(name));
          else address.searchParams.delete(name);
        });
        link.href = address;
      });
    };
    [follow, carry].forEach((one) => {
      CG.on(board, "address", one);
      one();
    });
  }
})();
