class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def scaled(self: __torch__.Ops, centroids: Tensor, density: Tensor, least: Tensor) -> Tensor:
    floored = torch.clamp_min(density, float(torch.item(least)))
    return torch.div(centroids, torch.unsqueeze(floored, 1))
  def log_partition(self: __torch__.Ops, vectors: Tensor, scaled: Tensor) -> Tensor:
    # Never more than some four million similarities at once.
    weights = torch.t(scaled)
    rows = torch.floordiv(4194304, torch.size(scaled, 0))
    parts = annotate(List[Tensor], [])
    for chunk in torch.split(vectors, int(torch.add(rows, 1)), 0):
      _0 = torch.append(parts, torch.logsumexp(torch.matmul(chunk, weights), [1]))
    return torch.cat(parts)
