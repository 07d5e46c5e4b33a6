module.exports = { projects: [{ displayName: "node", testEnvironment: "node" }, { displayName: "jsdom", testEnvironment: "jsdom", setupFiles: ["./setup.cjs"] }] };
