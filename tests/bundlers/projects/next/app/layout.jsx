import { ShelfProvider } from "ownshelf/react";

export const metadata = { title: "Shop", icons: { icon: "data:," } };

export default function Layout({ children }) {
  return (
    <html lang="de">
      <body>
        <ShelfProvider options={{ storage: "memory", consent: "session" }}>{children}</ShelfProvider>
      </body>
    </html>
  );
}
