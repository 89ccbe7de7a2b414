/**
 * The campaign of docs/reliability.md: kills, damaged files, configurations, full disks, long runs and long lists, many of
 * each. It is no part of the ordinary tests; CONTRIBUTING.md has the command.
 */
package io.github.hcsc.train.campaign;
