#!/bin/sh
# Kiểm tra một gói minh chứng đã giải nén, chỉ dùng sha256sum. Chạy: sh verify.sh [THƯ_MỤC]
cd "${1:-$(dirname "$0")}" || exit 2
export LC_ALL=C
command -v sha256sum >/dev/null || { echo "Cần lệnh sha256sum."; exit 2; }
bad=0

say() { echo "$1"; bad=1; }

for file in manifest.jsonl manifest.sig public-key.pem SHA256SUMS; do
  [ -f "$file" ] || say "Thiếu tệp: $file"
done
[ "$bad" = 0 ] || exit 1

# 1. Từng tệp so với SHA256SUMS; dòng nào không đúng dạng cũng là sai.
listed="
"
while IFS= read -r line || [ -n "$line" ]; do
  path=${line#*  }
  case "${line%%  *}" in *[!0-9a-f]* | "") say "SHA256SUMS có dòng lạ: $line"; continue ;; esac
  case "$path" in
    README.txt | verify.sh | index.html | index.xlsx | files/*) ;;
    *) say "SHA256SUMS có dòng lạ: $line" ;;
  esac
  case "$path" in *..*) say "SHA256SUMS có dòng lạ: $line"; continue ;; esac
  listed="$listed$path
"
  if [ ! -f "$path" ]; then
    say "Thiếu tệp: $path"
  else
    sum=$(sha256sum <"$path") && [ "${sum%% *}" = "${line%%  *}" ] || say "Tệp đã bị thay đổi: $path"
  fi
done <SHA256SUMS

# 2. Không có tệp nào ngoài danh mục.
for path in * .[!.]* files/* files/.[!.]*; do
  [ -e "$path" ] || continue
  case "$path" in manifest.jsonl | manifest.sig | public-key.pem | SHA256SUMS | files) continue ;; esac
  case "$listed" in
    *"
$path
"*) ;;
    *) say "Tệp thừa, không có trong danh mục: $path" ;;
  esac
done

# 3. SHA256SUMS và từng tệp đúng như danh mục đã ký ghi.
manifest=$(cat manifest.jsonl)
sum=$(sha256sum <SHA256SUMS)
case "$manifest" in
  *"\"path\":\"SHA256SUMS\""*"\"sha256\":\"${sum%% *}\""*) ;;
  *) say "SHA256SUMS khác danh mục đã ký (manifest.jsonl)." ;;
esac

sum=$(sha256sum <manifest.jsonl)
if [ "$bad" = 0 ]; then
  echo "OK: mọi tệp đúng như danh mục."
else
  echo "GÓI NÀY ĐÃ BỊ THAY ĐỔI."
fi
echo "SHA-256 của manifest.jsonl: ${sum%% *}"
echo "So mã này với trang \"Kiểm tra gói minh chứng\" của cơ quan tạo gói: trùng thì danh mục là thật."
exit "$bad"
