import "../reject/import-cycle.nf"
const x = 1
