# Sourced by lantoa: builds everything, runs the test programs in two lanes and adds up what they say.

# The longest programs first: two lanes take them one by one, and the short ones fill what is left.
longest_first="LanToa.Journeys.Tests LanToa.Planning.Tests LanToa.Cli.Tests LanToa.Web.Tests LanToa.Reading.Tests LanToa.Demonstration.Tests LanToa.Platform.Tests"

# run_lane FOLDER PROJECT...: the programs that no lane has taken yet, one after another. What each says goes to FOLDER/PROJECT, how it ended to FOLDER/PROJECT.code.
run_lane() {
  local folder=$1 project code running=""
  shift
  trap 'kill -TERM "$running" 2>/dev/null || true; exit 143' TERM
  for project in "$@"; do
    # Making a folder succeeds for one lane only.
    mkdir "$folder/$project.taken" 2>/dev/null || continue
    code=0
    "$dotnet" "$root/tests/$project/bin/Release/net10.0/$project.dll" -noColor -nologo "${filter[@]}" >"$folder/$project" 2>&1 &
    running=$!
    wait "$running" || code=$?
    echo "$code" >"$folder/$project.ended"
    mv "$folder/$project.ended" "$folder/$project.code"
  done
}

# count PROJECT CODE LOG: adds what one program said to passed, failed and skipped.
count() {
  local project=$1 code=$2 log=$3 summary total errors wrong omitted idle
  summary=$(sed -n "s/^ *$project  Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\), Not Run: \([0-9]*\).*/\1 \2 \3 \4 \5/p" "$log" | tail -1)
  if [ -z "$summary" ]; then
    # Nothing matched the filter here, or the program broke off before it could say anything.
    if [ "$code" -eq 0 ] && [ "${#filter[@]}" -gt 0 ]; then return 0; fi
    if [ "$code" -eq 0 ]; then echo "$project ran no test."; else echo "$project did not finish (exit code $code)."; fi
    failed=$((failed + 1))
    failed_projects+=" $project"
    return 0
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
}

# retell LOG: the tests that failed there, each with the first lines of what it said.
retell() {
  awk '/ \[FAIL\]$/ { print; left = 20; next } left > 0 && /^      / { print; left--; next } { left = 0 }' "$1"
}

# run_tests [NAME]: NAME is part of a project's name, or else of a class's or method's.
run_tests() {
  local name=${1:-} part=${1:-} project logs lanes alive code failed_projects="" passed=0 failed=0 skipped=0
  local -a projects=() chosen=() filter=()
  for project in $longest_first; do
    if [ -e "$root/tests/$project/$project.csproj" ]; then projects+=("$project"); fi
  done
  for project in "$root"/tests/*.Tests/*.csproj; do
    project=$(basename "$project" .csproj)
    case " ${projects[*]-} " in *" $project "*) ;; *) projects+=("$project") ;; esac
  done
  part=${part,,}
  for project in "${projects[@]}"; do
    case "${project,,}" in *"$part"*) chosen+=("$project") ;; esac
  done
  if [ "${#chosen[@]}" -eq 0 ]; then
    chosen=("${projects[@]}")
    filter=(-method "*$name*")
  fi

  # What pays off in a long life costs a compiler that ends after seconds a tenth of its time; the test programs go without it of their own (tests/Directory.Build.props).
  export DOTNET_TieredPGO=0
  logs=$(mktemp -d)
  echo "Đang dựng…" >&2
  # By the graph of the projects: without it MSBuild compiles most of them one after another.
  if ! building "$dotnet" build "$root/LanToa.slnx" -graph -c Release "$shared_compiler" -v quiet -nologo >"$logs/build" 2>&1; then
    cat "$logs/build"
    rm -rf "$logs"
    echo "The build failed: no test ran."
    echo "0 passed, 1 failed"
    return 1
  fi
  run_lane "$logs" "${chosen[@]}" &
  lanes=$!
  run_lane "$logs" "${chosen[@]}" &
  lanes="$lanes $!"
  # A shell hears a signal only between its commands, and what runs in the background does not hear Ctrl+C.
  trap 'kill -TERM $lanes 2>/dev/null || true; wait; rm -rf "$logs"; exit 143' TERM HUP
  trap 'kill -TERM $lanes 2>/dev/null || true; wait; rm -rf "$logs"; exit 130' INT
  # Each is told when it has ended; one that has not when both lanes are gone was broken off.
  local -a left=("${chosen[@]}") running=()
  while [ "${#left[@]}" -gt 0 ]; do
    alive=yes
    kill -0 $lanes 2>/dev/null || alive=no
    running=()
    for project in "${left[@]}"; do
      if [ "$alive" = yes ] && [ ! -e "$logs/$project.code" ]; then
        running+=("$project")
        continue
      fi
      echo "── $project"
      touch "$logs/$project"
      cat "$logs/$project"
      code=$(cat "$logs/$project.code" 2>/dev/null || echo 1)
      count "$project" "$code" "$logs/$project"
    done
    left=("${running[@]}")
    [ "${#left[@]}" -eq 0 ] || sleep 0.1
  done
  trap - TERM HUP INT
  # Once more at the end, where whoever sees only the last lines finds it.
  for project in $failed_projects; do retell "$logs/$project"; done
  rm -rf "$logs"

  [ -z "$failed_projects" ] || echo "Failed:$failed_projects"
  if [ $((passed + failed)) -eq 0 ]; then
    echo "No test matches \"$name\"."
    failed=1
  fi
  if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
  [ "$failed" -eq 0 ]
}
