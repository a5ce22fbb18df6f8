# Sourced by lantoa: builds only when a source is newer than the last build.

program="$root/src/LanToa.Cli/bin/Release/net10.0/lantoa.dll"
stamp="$root/src/LanToa.Cli/bin/Release/.built"

head_commit() { git -C "$root" rev-parse HEAD 2>/dev/null || echo none; }

# A file added, changed or removed (its folder changes) after the stamp, or another commit checked out.
build_is_current() {
  [ -e "$program" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$(head_commit)" ] || return 1
  [ -z "$(cd "$root" && find src Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -newer "$stamp" -print -quit)" ]
}

build_program() {
  build_is_current && return 0
  echo "Đang dựng LanToa (lần đầu mất vài phút)…" >&2
  local commit started
  commit=$(head_commit)
  started=$(mktemp)
  "$dotnet" build "$root/src/LanToa.Cli" -c Release -v quiet -nologo -clp:"ErrorsOnly;NoSummary" >&2 || { rm -f "$started"; exit 1; }
  echo "$commit" >"$stamp"
  # What was saved while the build ran counts as changed.
  touch -r "$started" "$stamp"
  rm -f "$started"
}
