// The drawing board: mouse and keys. Everything it does can be typed into the form beside the plan.
const board = document.querySelector("[data-plan]");
const svg = board?.querySelector("[data-plan-svg]");
if (svg) {
  const [width, depth] = [Number(board.dataset.width), Number(board.dataset.depth)];
  const said = board.querySelector("[data-plan-said]");
  const token = board.querySelector("[data-plan-form] input[name=csrfmiddlewaretoken]").value;
  const STEP = 10;
  let version = Number(board.dataset.version);
  let tool = "";
  let hold = null;
  const waiting = new Map();
  let sending = false;
  let timer = 0;

  const box = (piece) => ["x", "y", "w", "h"].map((name) => Number(piece.dataset[name]));
  const metres = (n) => (n / 100).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
  const tell = (text) => (said.textContent = text);

  const keepInside = ([x, y, w, h]) => {
    const [cw, ch] = [Math.max(5, Math.min(w, width)), Math.max(5, Math.min(h, depth))];
    return [Math.max(0, Math.min(x, width - cw)), Math.max(0, Math.min(y, depth - ch)), cw, ch].map(Math.round);
  };

  // What is drawn follows at once; texts move along, a shape of several corners is stretched with its rectangle.
  const show = (piece, next) => {
    const before = box(piece);
    const [fx, fy] = [next[2] / before[2], next[3] / before[3]];
    const x = (n) => Math.round(next[0] + (n - before[0]) * fx);
    const y = (n) => Math.round(next[1] + (n - before[1]) * fy);
    for (const shape of piece.querySelectorAll("rect:not(.plan-handle)")) {
      for (const [name, value] of [["x", next[0]], ["y", next[1]], ["width", next[2]], ["height", next[3]]]) shape.setAttribute(name, value);
    }
    for (const shape of piece.querySelectorAll("polygon")) {
      const corners = shape.getAttribute("points").trim().split(/\s+/).map((pair) => pair.split(",").map(Number));
      shape.setAttribute("points", corners.map(([px, py]) => `${x(px)},${y(py)}`).join(" "));
    }
    for (const text of piece.querySelectorAll("text")) {
      text.setAttribute("x", x(Number(text.getAttribute("x"))));
      text.setAttribute("y", Number(text.getAttribute("y")) + next[1] - before[1] + (piece.classList.contains("plan-zone") ? 0 : (next[3] - before[3]) / 2));
    }
    ["x", "y", "w", "h"].forEach((name, n) => (piece.dataset[name] = next[n]));
    handle(piece);
    fillForm(piece, next);
    tell(
      board.dataset.saidAt
        .replace("{name}", piece.getAttribute("aria-label"))
        .replace("{x}", metres(next[0]))
        .replace("{y}", metres(next[1]))
        .replace("{w}", metres(next[2]))
        .replace("{h}", metres(next[3])),
    );
  };

  const form = board.querySelector("[data-piece-form]");
  const fillForm = (piece, next) => {
    if (!form || form.elements.piece?.value !== piece.dataset.piece) return;
    ["x", "y", "w", "h"].forEach((name, n) => (form.elements[name].value = (next[n] / 100).toFixed(2)));
  };
  const setVersion = (n) => {
    version = n;
    if (form) form.elements.version.value = n;
    for (const field of board.querySelectorAll("[data-plan-version]")) field.value = n;
  };

  const change = (piece, next) => {
    show(piece, keepInside(next));
    waiting.set(piece.dataset.piece, piece);
    clearTimeout(timer);
    timer = setTimeout(send, 500);
  };

  // One piece after another: each answer brings the version that the next one names.
  const send = async () => {
    if (sending || !waiting.size) return;
    sending = true;
    const [pk, piece] = waiting.entries().next().value;
    waiting.delete(pk);
    const body = new URLSearchParams({ version, csrfmiddlewaretoken: token });
    ["x", "y", "w", "h"].forEach((name) => body.set(name, piece.dataset[name]));
    try {
      const answer = await fetch(`${board.dataset.place}${pk}/`, { method: "POST", body, headers: { Accept: "application/json" } });
      const read = await answer.json();
      if (answer.ok) {
        setVersion(read.version);
        piece.classList.remove("is-refused");
        if (!waiting.size) said.textContent += ` ${board.dataset.saidSaved}`;
      } else {
        piece.classList.add("is-refused");
        tell(read.refused);
      }
      sending = false;
      if (waiting.size) send();
    } catch {
      // No line: it stays as drawn and is tried again.
      sending = false;
      if (!waiting.has(pk)) waiting.set(pk, piece);
      tell(board.dataset.saidWaiting);
      timer = setTimeout(send, 3000);
    }
  };
  // What waits is sent before another page is opened.
  const go = async (address) => {
    clearTimeout(timer);
    const until = Date.now() + 3000;
    send();
    while ((waiting.size || sending) && Date.now() < until) await new Promise((done) => setTimeout(done, 40));
    location.href = address;
  };
  addEventListener("beforeunload", (event) => {
    if (waiting.size || sending) event.preventDefault();
  });

  let corner = null;
  const handle = (piece) => {
    const [x, y, w, h] = box(piece);
    const size = Math.max(width, depth) / 50;
    if (!corner) {
      corner = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      corner.setAttribute("class", "plan-handle");
    }
    for (const [name, value] of [["x", x + w - size / 2], ["y", y + h - size / 2], ["width", size], ["height", size]]) corner.setAttribute(name, value);
    if (corner.parentNode !== piece) piece.append(corner);
  };

  svg.addEventListener("focusin", (event) => {
    const piece = event.target.closest("[data-piece]");
    if (piece) handle(piece);
  });

  const at = (event) => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    return [Math.round(point.x / 5) * 5, Math.round(point.y / 5) * 5];
  };

  svg.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    const start = at(event);
    if (tool) {
      const rubber = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rubber.setAttribute("class", "plan-rubber");
      svg.append(rubber);
      hold = { rubber, start, next: null };
    } else {
      const piece = event.target.closest("[data-piece]");
      if (!piece) return;
      piece.focus({ preventScroll: true });
      hold = { piece, start, from: box(piece), stretch: event.target === corner, moved: false };
    }
    svg.setPointerCapture(event.pointerId);
    event.preventDefault();
  });

  svg.addEventListener("pointermove", (event) => {
    if (!hold) return;
    const [px, py] = at(event);
    const [dx, dy] = [px - hold.start[0], py - hold.start[1]];
    if (hold.rubber) {
      hold.next = keepInside([Math.min(px, hold.start[0]), Math.min(py, hold.start[1]), Math.abs(dx), Math.abs(dy)]);
      ["x", "y", "width", "height"].forEach((name, n) => hold.rubber.setAttribute(name, hold.next[n]));
      return;
    }
    if (!hold.moved && Math.hypot(dx, dy) < 10) return;
    hold.moved = true;
    const [x, y, w, h] = hold.from;
    change(hold.piece, hold.stretch ? [x, y, Math.max(5, w + dx), Math.max(5, h + dy)] : [x + dx, y + dy, w, h]);
  });

  svg.addEventListener("pointerup", () => {
    if (!hold) return;
    const held = hold;
    hold = null;
    if (held.rubber) {
      held.rubber.remove();
      if (held.next && held.next[2] >= 10 && held.next[3] >= 10) {
        const [x, y, w, h] = held.next;
        go(`${board.dataset.page}?${new URLSearchParams({ add: tool, x, y, w, h })}#piece`);
      }
    } else if (!held.moved) {
      go(`${board.dataset.page}?piece=${held.piece.dataset.piece}#piece`);
    }
  });

  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  svg.addEventListener("keydown", (event) => {
    const piece = event.target.closest("[data-piece]");
    if (!piece || event.ctrlKey || event.metaKey) return;
    const move = MOVES[event.key];
    if (move) {
      const [x, y, w, h] = box(piece);
      const step = event.altKey ? 1 : STEP;
      const [dx, dy] = move.map((n) => n * step);
      change(piece, event.shiftKey ? [x, y, Math.max(5, w + dx), Math.max(5, h + dy)] : [x + dx, y + dy, w, h]);
    } else if (event.key === "Enter" || event.key === " ") {
      go(`${board.dataset.page}?piece=${piece.dataset.piece}#piece`);
    } else if (event.key === "Delete") {
      const drop = board.querySelector("[data-plan-form]");
      drop.action = `${board.dataset.drop}${piece.dataset.piece}/`;
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = "version";
      field.value = version;
      drop.append(field);
      drop.requestSubmit();
    } else if (event.key === "Escape") {
      piece.blur();
      return;
    } else {
      return;
    }
    event.preventDefault();
  });

  // A tool is a link that adds in the middle; with a mouse it is chosen first, and the next drag draws the piece.
  for (const link of board.querySelectorAll("[data-tool]")) {
    link.addEventListener("click", (event) => {
      if (event.detail === 0 || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      tool = tool === link.dataset.tool ? "" : link.dataset.tool;
      svg.classList.toggle("is-drawing", Boolean(tool));
      for (const other of board.querySelectorAll("[data-tool]")) other.setAttribute("aria-pressed", String(other.dataset.tool === tool));
    });
  }
}
