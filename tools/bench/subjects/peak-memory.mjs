import { readFileSync } from 'node:fs';

/**
 * The most memory that this process had, in bytes. From /proc where there is one: maxRSS begins with
 * what the process had that started this one.
 */
export function peakMemory() {
  try {
    const line = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
    return Number(line[1]) * 1024;
  } catch {
    return process.resourceUsage().maxRSS * 1024;
  }
}
