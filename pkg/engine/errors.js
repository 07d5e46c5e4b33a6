/** The one error class of the package: a stable `code` for programs, a message that names index and field for people. */
export class OwnshelfError extends Error {
  /**
   * @param {import("../index.d.ts").ErrorCode} code
   * @param {string} message
   */
  constructor(code, message) {
    super(message);
    this.name = "OwnshelfError";
    this.code = code;
  }
}
