class Ops(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  _is_full_backward_hook : Optional[bool]
  def keep_probabilities(self: __torch__.Ops, judges: Tensor, candidates: Tensor, partition: Tensor, least: Tensor, most: Tensor) -> Tensor:
    share = torch.exp_(torch.sub_(torch.matmul(judges, torch.t(candidates)), partition))
    return torch.clamp_(torch.add_(torch.neg_(share), 1), float(torch.item(least)), float(torch.item(most)))
  def less_than_(self: __torch__.Ops, x: Tensor, bound: Tensor) -> Tensor:
    return torch.lt_(x, bound)
