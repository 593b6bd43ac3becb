// The libraries, in one place. They come from WebJars, whose versions the server adds to the paths.
export { Component, createContext, createRef, Fragment, h, render } from '../webjars/preact/dist/preact.module.js';
export { default as UPlot } from '../webjars/uplot/dist/uPlot.esm.js';
