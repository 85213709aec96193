#!/usr/bin/env bash
# Starts Avid once while the image is built, asks it something, and ends it in order: the JVM then
# writes the classes that it loaded and linked into a cache, which halves every later start.
# The addresses lead nowhere: Avid starts without its stores.
#
# usage: train-aot-cache.sh JAVA FOLDER
set -euo pipefail

java=$1
folder=$2
log=$(mktemp)
seconds=120

# A build may share its network with the machine; take a port on which nobody answers.
port=$((20000 + RANDOM % 10000))
while (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do port=$((20000 + RANDOM % 10000)); done

settings=(
  --avid.edge.port=$port --avid.process.instance=training
  --okta.oauth2.issuer=http://127.0.0.1:9/ --okta.oauth2.audience=training
  --avid.identity.signing-secret=only-for-the-training-of-the-start-up-cache
  --avid.blob.document.connection-string='DefaultEndpointsProtocol=http;AccountName=training;AccountKey=dHJhaW5pbmc=;BlobEndpoint=http://127.0.0.1:9/training;'
)
for module in customer transaction document invoice payment onboarding billing statement overview; do
  settings+=("--avid.store.$module.mongodb-uri=mongodb://127.0.0.1:9/$module" "--avid.search.$module.uri=http://127.0.0.1:9")
done

options=$(mktemp)
grep -v -- '-XX:AOTCache=' "$folder/jvm.options" >"$options"
# Compiled lightly: the cache keeps how far each method was compiled, and a start repeats it.
"$java" -XX:AOTCacheOutput="$folder/avid.aot" -XX:TieredStopAtLevel=1 "@$options" -jar "$folder/avid.jar" "${settings[@]}" >"$log" 2>&1 &
avid=$!

fail() {
  echo "$1 The end of its log:" >&2
  grep -v "\[aot\]" "$log" | tail -n 40 >&2
  kill -KILL "$avid" 2>/dev/null || true
  exit 1
}

answers() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || return 1
  printf 'GET %s HTTP/1.1\r\nHost: training\r\nConnection: close\r\n\r\n' "$1" >&3
  local status
  IFS= read -r status <&3 || true
  exec 3<&- 3>&-
  case $status in *" 200"* | *" 401"* | *" 503"*) return 0 ;; *) return 1 ;; esac
}

for ((tick = 0; ; tick++)); do
  kill -0 "$avid" 2>/dev/null || fail "Avid ended before it answered."
  if answers /health/live 2>/dev/null; then break; fi
  [ $tick -lt $((seconds * 5)) ] || fail "Avid did not answer within $seconds seconds."
  sleep 0.2
done
# A call through REST, gRPC and the boundary, as far as it goes without a token.
answers /health || true
answers '/v1/ageing?as_of_date=2012-12-31' || true

kill -TERM "$avid"
wait "$avid" || true
[ -s "$folder/avid.aot" ] || fail "The JVM wrote no cache."
