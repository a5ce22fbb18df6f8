# Sourced by lantoa: what the machine must have. Everything here is a quick look at files, so that a second start costs nothing;
# apt is called only when something is missing.

# The SDK is not in Debian: find it wherever its installers put it.
find_dotnet() {
  local candidate
  for candidate in "$(command -v dotnet || true)" "${DOTNET_ROOT:-}/dotnet" "${HOME:-/root}/.dotnet/dotnet" /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/dotnet/dotnet; do
    [ -x "$candidate" ] || continue
    candidate=$(readlink -f "$candidate")
    compgen -G "$(dirname "$candidate")/sdk/10.*" >/dev/null || continue
    dotnet=$candidate
    export DOTNET_ROOT=$(dirname "$candidate") DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
    PATH="$DOTNET_ROOT:$PATH"
    return 0
  done
  return 1
}

missing_dotnet() {
  cat >&2 <<TEXT
Thiếu .NET SDK 10 (Debian không có sẵn). Chạy đúng lệnh sau rồi chạy lại ./lantoa:

  $(as_root_prefix)apt-get update && $(as_root_prefix)apt-get install -y --no-install-recommends ca-certificates wget && wget -nv -O /tmp/dotnet-install.sh https://dot.net/v1/dotnet-install.sh && bash /tmp/dotnet-install.sh --channel 10.0

.NET SDK 10 is missing; run the command above, then ./lantoa again.
TEXT
  exit 1
}

as_root_prefix() { if [ "$(id -u)" -ne 0 ]; then printf 'sudo '; fi; }

has_postgres() {
  local bin major
  for bin in /usr/lib/postgresql/*/bin; do
    major=${bin#/usr/lib/postgresql/}
    major=${major%/bin}
    [ -x "$bin/initdb" ] && [ -x "$bin/postgres" ] && [ "$major" -ge 15 ] 2>/dev/null && return 0
  done
  command -v initdb >/dev/null && command -v pg_ctl >/dev/null && [ "$(initdb --version | sed 's/[^0-9]*\([0-9]*\).*/\1/')" -ge 15 ]
}

has_node() { command -v node >/dev/null && command -v npm >/dev/null && [ "$(node --version | sed 's/^v\([0-9]*\).*/\1/')" -ge 18 ]; }

# .NET's cultures and Vietnamese sorting need it; its package carries the version in its name.
icu_package() { (apt-cache pkgnames libicu 2>/dev/null | grep -E '^libicu[0-9]+$' || echo libicu72) | sort -V | tail -1; }
has_icu() { compgen -G '/usr/lib/*/libicuuc.so.*' >/dev/null || compgen -G '/usr/lib*/libicuuc.so.*' >/dev/null; }

# One line each: class, packages, and the check that says they are there.
# "needed": nothing works without it; "database" and "test": verbs that need them; "optional": one feature says that it lacks it;
# "test-optional": the same for the verbs of "test" (journeys run faster in the shell without a window than in the whole Chromium).
requirements() {
  local icu=libicu72
  has_icu || icu=$(icu_package)
  cat <<TABLE
needed|git|command -v git
needed|ca-certificates|test -e /etc/ssl/certs/ca-certificates.crt
needed|$icu|has_icu
needed|nodejs npm|has_node
database|postgresql|has_postgres
optional|poppler-utils|command -v pdftotext && command -v pdftoppm
optional|tesseract-ocr tesseract-ocr-vie|command -v tesseract && compgen -G '/usr/share/tesseract-ocr/*/tessdata/vie.traineddata'
optional|libreoffice-writer-nogui|command -v soffice && test -e /usr/lib/libreoffice/program/libswlo.so
optional|webp|command -v dwebp
optional|fonts-liberation|compgen -G '/usr/share/fonts/truetype/liberation*/LiberationSerif-Regular.ttf'
test|chromium|command -v chromium
test|chromium-driver|command -v chromedriver
test-optional|chromium-headless-shell|command -v chromium-headless-shell
TABLE
}

# Prints the packages of the classes given whose check fails.
missing_packages() {
  local wanted=" $* " class packages check
  while IFS='|' read -r class packages check; do
    case "$wanted" in *" $class "*) ;; *) continue ;; esac
    eval "$check" >/dev/null 2>&1 || printf '%s\n' $packages
  done < <(requirements)
}

# Runs a command as root where we are root or may become it; without a terminal sudo must not ask.
as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"
  elif [ -t 0 ]; then sudo "$@"
  else sudo -n "$@"
  fi
}

may_install() {
  command -v apt-get >/dev/null || return 1
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

cluster_file=/etc/postgresql-common/createcluster.conf

# Debian's package would otherwise make and start a cluster of its own, on port 5432, that nobody asked for.
wants_cluster_file() {
  case " $* " in *" postgresql "*) ! grep -qs '^ *create_main_cluster' "$cluster_file" ;; *) return 1 ;; esac
}

# The command for a person to run.
install_command() {
  local sudo
  sudo=$(as_root_prefix)
  if wants_cluster_file "$@"; then
    printf '%smkdir -p %s && echo "create_main_cluster = false" | %stee -a %s && ' "$sudo" "$(dirname "$cluster_file")" "$sudo" "$cluster_file"
  fi
  printf '%sapt-get update && %sapt-get install -y --no-install-recommends %s' "$sudo" "$sudo" "$*"
}

install_packages() {
  echo "Đang cài: $*" >&2
  if wants_cluster_file "$@"; then
    as_root mkdir -p "$(dirname "$cluster_file")"
    echo 'create_main_cluster = false' | as_root tee -a "$cluster_file" >/dev/null
  fi
  as_root apt-get update -qq >&2 || echo "apt-get update không thành công; thử cài với danh sách gói hiện có." >&2
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
    -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 "$@" >&2
}

# setup_machine [CLASS…]: classes beside "needed" and "optional"
setup_machine() {
  find_dotnet || missing_dotnet
  local needed optional
  needed=$(missing_packages needed "$@")
  optional=$(missing_packages optional "${@/%/-optional}")
  # A tool that could not be had today is asked for again tomorrow, not at every start.
  local asked="$root/var/optional-asked"
  if [ -n "$optional" ] && [ -z "$needed" ] && [ -n "$(find "$asked" -mmin -1440 2>/dev/null)" ]; then optional=""; fi
  [ -n "$needed$optional" ] || return 0

  if may_install; then
    # First together; if one of the optional ones cannot be had, the needed ones alone.
    install_packages $needed $optional || { [ -z "$needed" ] || [ -z "$optional" ] || install_packages $needed; } || true
  fi
  needed=$(missing_packages needed "$@")
  optional=$(missing_packages optional "${@/%/-optional}")
  if [ -n "$needed" ]; then
    printf 'Thiếu: %s. Chạy đúng lệnh sau rồi chạy lại ./lantoa:\n\n  %s\n\n' "$(echo $needed)" "$(install_command $needed)" >&2
    echo "Missing: $(echo $needed). Run the command above, then ./lantoa again." >&2
    exit 1
  fi
  if [ -n "$optional" ]; then
    # A service may not write to its checkout; it then says so at each start.
    { mkdir -p "$root/var" && touch "$asked"; } 2>/dev/null || true
    printf 'Chưa có: %s. Vẫn chạy được; chức năng cần đến sẽ báo thiếu. Cài bằng:\n\n  %s\n\n' "$(echo $optional)" "$(install_command $optional)" >&2
  fi
}
