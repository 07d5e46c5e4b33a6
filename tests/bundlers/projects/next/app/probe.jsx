"use client";
import { useEffect } from "react";
import { OrderSwitch, useShelf } from "ownshelf/react";

export function Probe() {
  const shelf = useShelf();
  useEffect(() => {
    window.__shelf = shelf;
  }, [shelf]);
  return <OrderSwitch />;
}
