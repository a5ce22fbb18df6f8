#!/usr/bin/env bash
# Builds the sample documents from their sources in plans/*.html: Word, PDF, a scan (a PDF that holds pictures of pages only) and a text
# damaged by recognition in the wrong language; and the photos from their drawings. Needs LibreOffice (writer), poppler-utils, tesseract with eng and chromium.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/plans"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

office() { soffice "-env:UserInstallation=file://$work/profile" --headless --infilter="HTML (StarWriter)" --convert-to "$1" --outdir "$2" "$3" >/dev/null 2>&1; }

for name in ke-hoach-2025-tinh ke-hoach-2026-tinh ke-hoach-2026-xa-van-khe; do
  office "docx:MS Word 2007 XML" . "$name.html"
done
office "pdf:writer_pdf_Export" . ke-hoach-2026-tinh.html

# The scan: the commune's plan as pictures, small enough for the margins that the import of HTML keeps: a wider one is cut at the edge of the page.
office "pdf:writer_pdf_Export" "$work" ke-hoach-2026-xa-van-khe.html
pdftoppm -r 120 -gray -jpeg -jpegopt quality=45 "$work/ke-hoach-2026-xa-van-khe.pdf" "$work/page"
{
  echo '<html><head><style>@page { size: 21cm 29.7cm; margin: 0 } body, p { margin: 0 }</style></head><body>'
  for page in "$work"/page-*.jpg; do echo "<p><img src=\"$(basename "$page")\" width=\"640\" height=\"905\"></p>"; done
  echo '</body></html>'
} >"$work/ke-hoach-2026-xa-van-khe-scan.html"
office "pdf:writer_pdf_Export" . "$work/ke-hoach-2026-xa-van-khe-scan.html"

# The damaged text: the plan of 2025 recognised as if it were English.
office "pdf:writer_pdf_Export" "$work" ke-hoach-2025-tinh.html
pdftoppm -r 150 -gray -png "$work/ke-hoach-2025-tinh.pdf" "$work/old"
for page in "$work"/old-*.png; do tesseract "$page" - -l eng --psm 4 2>/dev/null; done | tr -d '\f' >ke-hoach-2025-tinh-ocr.txt

# The photos: drawings, said to be so in a corner.
cd ../photos
for name in hoi-nghi-thon bang-tin-xa; do chromium --headless --no-sandbox --hide-scrollbars --window-size=640,480 --screenshot="$PWD/$name.png" "file://$PWD/$name.svg" >/dev/null 2>&1; done
