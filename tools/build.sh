# Sourced by lantoa: builds only when a source is newer than the last build.

program="$root/src/LanToa.Cli/bin/Release/program/lantoa.dll"
stamp="$root/src/LanToa.Cli/bin/Release/.built"

head_commit() { git -C "$root" rev-parse HEAD 2>/dev/null || echo none; }

# A file added, changed or removed (its folder changes) after the stamp, or another commit checked out.
build_is_current() {
  [ -e "$program" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(head_commit)" ] || return 1
  [ -z "$(cd "$root" && find src Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -newer "$stamp" -print -quit)" ]
}

# publish true|false: with or without code compiled ahead of time, whose compiler is one more package to fetch.
publish() {
  LANTOA_READY_TO_RUN=$1 "$dotnet" publish "$root/src/LanToa.Cli" -c Release -o "$(dirname "$program")" -v quiet -nologo
}

build_program() {
  build_is_current && return 0
  echo "Đang dựng LanToa (lần đầu mất vài phút)…" >&2
  local commit started log
  commit=$(head_commit)
  started=$(mktemp)
  log=$(mktemp)
  if ! publish true >"$log" 2>&1 && ! publish false >"$log" 2>&1; then
    cat "$log" >&2
    echo "Không dựng được; xem các dòng error ở trên." >&2
    rm -f "$started" "$log"
    exit 1
  fi
  echo "$commit" >"$stamp"
  # What was saved while the build ran counts as changed.
  touch -r "$started" "$stamp"
  rm -f "$started" "$log"
}
