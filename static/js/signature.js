// A field to sign on with finger, pen or mouse: `<canvas data-signature>` beside `<input type="hidden">`.
//
// The strokes are kept as lists of points, 0 to 1000 across, and written to the hidden field as JSON.

for (const canvas of document.querySelectorAll("canvas[data-signature]")) {
  const field = canvas.parentElement.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let strokes = [];

  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const within = (part, whole, most) => Math.max(0, Math.min(most, Math.round((part / whole) * most)));
    return [within(event.clientX - box.left, box.width, 1000), within(event.clientY - box.top, box.height, 300)];
  };
  const draw = () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.lineWidth = 5;
    pen.lineCap = "round";
    for (const stroke of strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], place) => (place ? pen.lineTo(x, y) : pen.moveTo(x, y)));
      if (stroke.length === 1) pen.lineTo(stroke[0][0] + 1, stroke[0][1]);
      pen.stroke();
    }
  };
  const keep = () => {
    field.value = strokes.length ? JSON.stringify(strokes) : "";
  };
  canvas.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    strokes.push([at(event)]);
    draw();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const stroke = strokes[strokes.length - 1];
    if (stroke.length < 1000) stroke.push(at(event));
    draw();
  });
  canvas.addEventListener("pointerup", keep);
  canvas.addEventListener("pointercancel", keep);
  const clear = () => {
    strokes = [];
    keep();
    draw();
  };
  canvas.closest("form").querySelector("[data-signature-clear]")?.addEventListener("click", clear);
  canvas.closest("form").addEventListener("reset", clear);
}
