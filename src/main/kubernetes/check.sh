#!/usr/bin/env bash
# Renders the bases for Kubernetes with kustomize, or with kubectl, which has it. Talks to no cluster.
set -euo pipefail
cd "$(dirname "$0")"

if command -v kustomize >/dev/null; then
  render=(kustomize build)
elif command -v kubectl >/dev/null; then
  render=(kubectl kustomize)
else
  echo "Neither kustomize nor kubectl is at hand." >&2
  exit 1
fi
for base in sqlite postgresql; do
  "${render[@]}" "$base" >/dev/null
  echo "$base: rendered"
done
