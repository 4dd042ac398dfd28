// Reads the report that stands in the page, and shows it.

{
  const report = JSON.parse(document.getElementById('report').textContent);
  const head = document.getElementById('head'), main = document.getElementById('main');
  if (report.schema === 'hundred.run/1')
    showRun(report, head, main);
  else if (report.schema === 'hundred.sweep/1')
    showSweep(report, head, main);
  else
    showComparison(report, head, main);
  document.body.classList.add('shown');
  performance.mark('shown');
}
