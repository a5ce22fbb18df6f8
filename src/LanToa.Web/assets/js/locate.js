// Where the phone is, asked for only when the button is pressed; kept in the form as it is sent, four decimals (some ten metres).
const said = (degrees) => degrees.toFixed(4).replace(".", ",");

export function startLocate() {
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("[data-locate]");
    if (!box) return;
    if (event.target.closest("[data-locate-get]")) locate(box);
    if (event.target.closest("[data-locate-drop]")) {
      fill(box, "", "", "");
      tell(box, "Đã bỏ vị trí.", false);
    }
  });
}

function locate(box) {
  if (!navigator.geolocation) return tell(box, "Máy này không cho biết vị trí. Hãy ghi địa điểm bằng chữ.", false);
  tell(box, "Đang lấy vị trí…", false);
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const metres = Math.round(coords.accuracy);
      fill(box, said(coords.latitude), said(coords.longitude), String(metres));
      tell(box, `${said(coords.latitude)}; ${said(coords.longitude)} (sai số khoảng ${metres} m)`, true);
    },
    (error) => tell(box, error.code === error.PERMISSION_DENIED ? "Bạn chưa cho phép lấy vị trí. Cho phép trong trình duyệt rồi bấm lại, hoặc ghi địa điểm bằng chữ." : "Chưa lấy được vị trí. Hãy ra chỗ thoáng rồi bấm lại, hoặc ghi địa điểm bằng chữ.", false),
    { enableHighAccuracy: true, timeout: 20000, maximumAge: 60000 },
  );
}

function fill(box, latitude, longitude, accuracy) {
  const [first] = [["latitude", latitude], ["longitude", longitude], ["accuracy", accuracy]].map(([name, value]) => {
    const field = box.querySelector(`[data-${name}]`);
    field.value = value;
    return field;
  });
  first.dispatchEvent(new Event("change", { bubbles: true }));
}

function tell(box, words, there) {
  box.querySelector("[data-locate-said]").textContent = words;
  box.querySelector("[data-locate-drop]").hidden = !there;
}
