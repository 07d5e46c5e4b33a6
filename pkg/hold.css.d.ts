/** Holds lists with `data-ownshelf-hold` back until their order is known, for 100 ms at most: `import "ownshelf/hold.css"`. */
export {};
