# Sourced by lantoa: builds everything, runs the test programs one after another and adds up what they say.

# run_tests [NAME]: NAME is part of a project's name, or else of a class's or method's.
run_tests() {
  local name=${1:-} part=${1:-} project log total errors wrong omitted idle summary code failed_projects="" passed=0 failed=0 skipped=0
  local -a projects=() chosen=() filter=()
  for project in "$root"/tests/*.Tests/*.csproj; do projects+=("$(basename "$project" .csproj)"); done
  part=${part,,}
  for project in "${projects[@]}"; do
    case "${project,,}" in *"$part"*) chosen+=("$project") ;; esac
  done
  if [ "${#chosen[@]}" -eq 0 ]; then
    chosen=("${projects[@]}")
    filter=(-method "*$name*")
  fi

  echo "Đang dựng…" >&2
  log=$(mktemp)
  if ! "$dotnet" build "$root/LanToa.slnx" -c Release -v quiet -nologo >"$log" 2>&1; then
    cat "$log"
    rm -f "$log"
    echo "The build failed: no test ran."
    echo "0 passed, 1 failed"
    return 1
  fi
  for project in "${chosen[@]}"; do
    echo "── $project"
    code=0
    "$dotnet" "$root/tests/$project/bin/Release/net10.0/$project.dll" -noColor -nologo "${filter[@]}" 2>&1 | tee "$log" || code=$?
    summary=$(sed -n "s/^ *$project  Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\), Not Run: \([0-9]*\).*/\1 \2 \3 \4 \5/p" "$log" | tail -1)
    if [ -z "$summary" ]; then
      # Nothing matched the filter here, or the program broke off before it could say anything.
      if [ "$code" -eq 0 ] && [ "${#filter[@]}" -gt 0 ]; then continue; fi
      if [ "$code" -eq 0 ]; then echo "$project ran no test."; else echo "$project did not finish (exit code $code)."; fi
      failed=$((failed + 1))
      failed_projects+=" $project"
      continue
    fi
    read -r total errors wrong omitted idle <<<"$summary"
    passed=$((passed + total - wrong - omitted - idle))
    failed=$((failed + wrong + errors))
    skipped=$((skipped + omitted))
    if [ "$total" -eq "$idle" ] && [ "${#filter[@]}" -eq 0 ]; then
      echo "$project ran no test."
      failed=$((failed + 1))
    elif [ "$code" -ne 0 ] && [ $((wrong + errors)) -eq 0 ]; then
      echo "$project ended with exit code $code."
      failed=$((failed + 1))
    else
      code=$((wrong + errors))
    fi
    [ "$code" -eq 0 ] || failed_projects+=" $project"
  done
  rm -f "$log"

  [ -z "$failed_projects" ] || echo "Failed:$failed_projects"
  if [ $((passed + failed)) -eq 0 ]; then
    echo "No test matches \"$name\"."
    failed=1
  fi
  if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
  [ "$failed" -eq 0 ]
}
