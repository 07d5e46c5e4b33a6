export default {
  devIndicators: false,
  allowedDevOrigins: ["127.0.0.1"],
  turbopack: { root: import.meta.dirname },
  outputFileTracingRoot: import.meta.dirname,
};
