# Sourced by lantoa: builds only when a source has changed since the last build.

program="$root/src/LanToa.Cli/bin/Release/program/lantoa.dll"
stamp="$root/src/LanToa.Cli/bin/Release/.built"

# A fingerprint of the sources by name, time and size; build output and fetched packages left out.
sources() {
  (cd "$root" && find src Directory.Build.props Directory.Packages.props global.json \
    \( -name bin -o -name obj -o -name node_modules -o -name dist \) -prune -o -type f -printf '%p %T@ %s\n') | LC_ALL=C sort | sha256sum
}

# One compiler for all projects of a build: with one for each, all of which start and warm up, it takes twice as long. Where the environment wants no compiler to stay behind, end_compiler ends it.
shared_compiler=-p:UseSharedCompilation=true

end_compiler() {
  [ "${UseSharedCompilation:-true}" != false ] || "$dotnet" build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
}

# building COMMAND...: in the background, because a shell hears a signal only between its commands: told to stop, it ends the build, its compiler and itself.
building() {
  local build="" code=0
  trap 'kill -TERM "$build" 2>/dev/null || true; wait "$build" || true; end_compiler; exit 143' TERM HUP
  trap 'kill -TERM "$build" 2>/dev/null || true; wait "$build" || true; end_compiler; exit 130' INT
  "$@" &
  build=$!
  wait "$build" || code=$?
  trap - TERM HUP INT
  end_compiler
  return "$code"
}

# publish true|false: with or without code compiled ahead of time, whose compiler is one more package to fetch.
publish() {
  LANTOA_READY_TO_RUN=$1 building "$dotnet" publish "$root/src/LanToa.Cli" -c Release -o "$(dirname "$program")" "$shared_compiler" -v quiet -nologo
}

build_program() {
  local now log
  # Taken before the build: a file saved while it runs counts as changed the next time.
  now=$(sources)
  if [ -e "$program" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$now" ]; then return 0; fi
  echo "Đang dựng LanToa (lần đầu mất vài phút)…" >&2
  log=$(mktemp)
  if ! publish true >"$log" 2>&1 && ! publish false >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    echo "Không dựng được; xem các dòng error ở trên." >&2
    exit 1
  fi
  rm -f "$log"
  echo "$now" >"$stamp"
}
