# The five things people do. `just` lists them.

_list:
    @just --list --unsorted

# Play the main job against the sandbox
demo:
    cargo run --release -- demo

# Run all tests
test:
    cargo test

# Check what CI checks
ci:
    ./.ci/run

# Write completions/ and man/ anew
generate:
    cargo run -- generate

# Install the binary for this user
install:
    cargo install --locked --path .
