/**
 * A reminder as an iCalendar file (RFC 5545), so that it outlives a browser that clears its storage. All-day, with an alarm
 * at nine in the morning; nothing in it but the product's name, the kind, the reason and the address given.
 */
import { OwnshelfError } from "./engine/errors.js";
import { id, number, readOptions, text } from "./engine/options.js";

/** The times a date can have. */
const MOST_MS = 8.64e15;
const time = number(-MOST_MS, MOST_MS);
const REMINDER = { id, kind: text, dueAt: time, title: text, reason: text, url: text, now: time };

/** @param {string} text */
const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");

/** Lines of at most 75 bytes, as the format asks; never inside a character. @param {string} line */
function folded(line) {
  const bytes = new TextEncoder();
  let out = "";
  let room = 75;
  for (const character of line) {
    const size = bytes.encode(character).length;
    if (size > room) {
      out += "\r\n ";
      room = 74;
    }
    out += character;
    room -= size;
  }
  return out;
}

/** @param {number} number */
const two = (number) => String(number).padStart(2, "0");
/** @param {Date} date */
const day = (date) => `${date.getFullYear()}${two(date.getMonth() + 1)}${two(date.getDate())}`;

/**
 * @param {{ id: string, kind: string, dueAt: number, title: string, reason?: string, url?: string, now?: number }} reminder
 * @returns {string} the file's text, one event on the day of `dueAt` (today if that is past), in the local time zone
 */
export function calendar(reminder) {
  const { id, kind, dueAt, title, reason = "", url, now = Date.now() } = readOptions("calendar", reminder, REMINDER);
  if (id === undefined || kind === undefined || dueAt === undefined || title === undefined)
    throw new OwnshelfError("invalid_input", "calendar: id, kind, dueAt or title is missing");
  const starts = new Date(Math.max(dueAt, now));
  const ends = new Date(starts.getFullYear(), starts.getMonth(), starts.getDate() + 1);
  const stamp = new Date(now).toISOString().replace(/[-:]|\.\d+/g, "");
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Ownshelf//Reminder//EN",
    "BEGIN:VEVENT",
    `UID:${escaped(`${kind}-${id}-${day(starts)}`)}@ownshelf`,
    `DTSTAMP:${stamp}`,
    `DTSTART;VALUE=DATE:${day(starts)}`,
    `DTEND;VALUE=DATE:${day(ends)}`,
    "TRANSP:TRANSPARENT",
    `SUMMARY:${escaped(title)}`,
    ...(reason ? [`DESCRIPTION:${escaped(reason)}`] : []),
    ...(url ? [`URL:${url.replace(/[\r\n]/g, "")}`] : []),
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `DESCRIPTION:${escaped(title)}`,
    "TRIGGER:PT9H",
    "END:VALARM",
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}
